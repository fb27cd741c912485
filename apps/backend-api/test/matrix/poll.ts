import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import type { Answers } from './expected.js';
import { healthOf } from './observe.js';
import type { Restartable } from './restartable.js';
import { SCALE } from './scale.js';

const EVERY_MS = 25;

type Health = Answers['health'];

/** Resolves once `/health` is `wanted`, with the milliseconds since `since`; fails with what it said instead, well past the limit. */
export async function untilHealth(
  backend: Restartable,
  wanted: Health,
  { since, withinMs }: { since: number; withinMs: number },
): Promise<number> {
  for (;;) {
    const health = await healthOf(backend);
    const tookMs = performance.now() - since;
    if (isDeepStrictEqual(health, wanted)) return tookMs;
    if (tookMs > withinMs + SCALE.timeoutMs) expect({ health, tookMs }).toEqual({ health: wanted, tookMs });
    await sleep(EVERY_MS);
  }
}

/** Asks `/health` for so long, and fails at the first answer that is not `wanted`. */
export async function holds(backend: Restartable, wanted: Health, forMs: number): Promise<void> {
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    expect(await healthOf(backend)).toEqual(wanted);
    await sleep(EVERY_MS);
  }
}

/** Which parts were down from when on. */
interface Sighting {
  readonly down: string[];
  readonly at: number;
}

/** Every change in which parts `/health` calls unhealthy, in order, while something is done. */
export async function downDuring(backend: Restartable, work: () => Promise<void>): Promise<Sighting[]> {
  const seen: Sighting[] = [];
  let running = true;
  const watch = async () => {
    while (running) {
      const { services } = await healthOf(backend);
      const down = Object.entries(services).flatMap(([name, word]) => (word === 'healthy' ? [] : [name]));
      if (!isDeepStrictEqual(seen.at(-1)?.down, down)) seen.push({ down, at: performance.now() });
      await sleep(EVERY_MS);
    }
  };
  const worked = work().finally(() => {
    running = false;
  });
  await Promise.all([watch(), worked]);
  return seen;
}
