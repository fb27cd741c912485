/** Runs work again and again, a pause after each run, never twice at once. `stop` resolves when the current run has ended. */
export function repeat(work: () => Promise<void>, pauseMs: number): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let stopped = false;
  const run = (): void => {
    running = work().finally(() => {
      if (!stopped) timer = setTimeout(run, pauseMs);
    });
  };
  timer = setTimeout(run, pauseMs);
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}
