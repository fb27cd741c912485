import { setTimeout as sleep } from 'node:timers/promises';
import { type CompositeHealth, readComposite } from '../status/composite.js';
import { probe } from '../status/probe.js';

/** Follows the composite health of the backend and tells each change of it once. */
export type HealthWatch = {
  /** Resolves when the health no longer speaks of what is only just starting, at the latest after `deadlineMs`. */
  settle(deadlineMs: number): Promise<void>;
  /** Polls until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
};

const EVERY_MS = 3_000;
const SETTLING_EVERY_MS = 100;
const JUST_STARTING = /^unhealthy: (not checked yet|connection |no fresh check)/;

/** `url` is the backend's /health; `log` gets one line per change. */
export function createHealthWatch(url: string, log: (text: string) => void): HealthWatch {
  let told = '';

  async function ask(): Promise<CompositeHealth> {
    return readComposite(await probe(url));
  }

  function tell(health: CompositeHealth): void {
    const line = describeHealth(health);
    const essence = line.replace(/for \d+s/g, 'for a while');
    if (essence !== told) log(line);
    told = essence;
  }

  return {
    async settle(deadlineMs) {
      const deadline = performance.now() + deadlineMs;
      let health = await ask();
      while (!isSettled(health) && performance.now() < deadline) {
        await sleep(SETTLING_EVERY_MS);
        health = await ask();
      }
      tell(health);
    },
    async run(signal) {
      while (!signal.aborted) {
        await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
        if (!signal.aborted) tell(await ask());
      }
    },
  };
}

/** The one line about the whole: `All services healthy`, or what is not and why. */
export function describeHealth(health: CompositeHealth): string {
  if (!health.answered) return `Unhealthy: backend: ${health.reason}`;
  const down = Object.entries(health.services).filter(([, status]) => status.startsWith('unhealthy'));
  if (down.length === 0) return 'All services healthy';
  const parts = down.map(([name, status]) => `${name}: ${status.replace(/^unhealthy: /, '')}`);
  return `${health.critical ? 'Unhealthy' : 'Degraded'}: ${parts.join('; ')}`;
}

function isSettled(health: CompositeHealth): boolean {
  return health.answered && !Object.values(health.services).some((status) => JUST_STARTING.test(status));
}
