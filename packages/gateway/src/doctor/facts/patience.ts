const STEP_MS = 50;

/**
 * Calls `expired` after so many milliseconds in which this process could run: while it is kept from running, its own delay
 * is no silence of the one that is asked. Returns what ends the wait.
 */
export function afterAwake(milliseconds: number, expired: () => void): () => void {
  let left = milliseconds;
  const timer = setInterval(() => {
    left -= STEP_MS;
    if (left > 0) return;
    clearInterval(timer);
    setImmediate(expired);
  }, STEP_MS);
  return () => clearInterval(timer);
}
