import { setImmediate as immediate } from 'node:timers/promises';
import { within } from '../../platform/within.js';

/** What a promise resolves with; undefined when that takes longer than `ms`. What is there at once needs no timer. */
export async function soon<T>(answer: Promise<T>, ms: number): Promise<T | undefined> {
  const first = await Promise.race([answer, immediate(undefined)]);
  return first === undefined && ms > 0 ? within(answer, ms) : first;
}
