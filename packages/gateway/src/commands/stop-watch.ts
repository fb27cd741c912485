/** A process that a stop has still to end. */
export type Remaining = { title: string; pid: number };

export type StopWatch = {
  /** Ends the watch. Returns what took longer than the limit to end, one phrase each. */
  close(): string[];
};

const EVERY_MS = 50;
const QUIET_MS = 1_000;
const AGAIN_MS = 10_000;

/**
 * Says what a stop waits for whenever that takes longer than a second, and again every ten. `remaining` lists what
 * still runs, next to end first; `limitMs` is what each may take.
 */
export function watchStop(options: {
  remaining(): readonly Remaining[];
  limitMs: number;
  say(text: string): void;
}): StopWatch {
  const { remaining, limitMs, say } = options;
  const late: string[] = [];
  let current: (Remaining & { since: number; sayAt: number }) | undefined;

  function look(): void {
    const now = performance.now();
    const [next] = remaining();
    if (next?.pid !== current?.pid) {
      if (current !== undefined && now - current.since > limitMs) late.push(describe(current));
      current = next === undefined ? undefined : { ...next, since: now, sayAt: now + QUIET_MS };
    }
    if (current === undefined || now < current.sayAt) return;
    const seconds = Math.floor((now - current.since) / 1_000);
    say(`Waiting for ${describe(current)} to end (${seconds} s).`);
    current.sayAt += current.sayAt - current.since < AGAIN_MS ? AGAIN_MS - QUIET_MS : AGAIN_MS;
  }

  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    close: () => {
      clearInterval(timer);
      look();
      return late;
    },
  };
}

function describe({ title, pid }: Remaining): string {
  return `${title} (PID ${pid})`;
}
