import { isDeepStrictEqual } from 'node:util';
import { unexpected } from '../market/unexpected.js';

/** Leaves out what is told again. @throws {ExchangeFailure} when it is told differently under the same id */
export function eachOnce<T extends { readonly id: string }>(told: readonly T[]): T[] {
  const known = new Map<string, T>();
  for (const one of told) {
    const same = known.get(one.id);
    if (same === undefined) known.set(one.id, one);
    else if (!isDeepStrictEqual(same, one)) throw unexpected(`two different entries ${one.id.slice(0, 40)}`);
  }
  return [...known.values()];
}
