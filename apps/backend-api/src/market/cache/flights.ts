import type { Entry } from './entry.js';

/** What is being fetched by this process: at most one attempt per key at a time. */
export interface Flights {
  readonly count: number;
  has(id: string): boolean;
  /** How long the attempt for `id` has been on its way, in milliseconds; 0 where there is none. */
  ageOf(id: string): number;
  /** The attempt that is on its way for `id`, else the one that `start` begins. */
  join(id: string, start: () => Promise<Entry>): Promise<Entry>;
}

export function createFlights(): Flights {
  const flights = new Map<string, { readonly promise: Promise<Entry>; readonly since: number }>();
  return {
    get count() {
      return flights.size;
    },
    has: (id) => flights.has(id),
    ageOf: (id) => {
      const flight = flights.get(id);
      return flight === undefined ? 0 : performance.now() - flight.since;
    },
    join: (id, start) => {
      const known = flights.get(id);
      if (known !== undefined) return known.promise;
      const promise = start().finally(() => flights.delete(id));
      promise.catch(() => undefined);
      flights.set(id, { promise, since: performance.now() });
      return promise;
    },
  };
}
