import { type Decimal, ZERO } from '../decimal.js';
import type { Flow } from '../transfers/service.js';

/** What had come and gone in all by an instant (milliseconds of the epoch), in the account's currency. */
export interface Flowed {
  readonly at: number;
  /** Of what has a price. */
  readonly known: Decimal;
  /** Null from the first without a price on. */
  readonly all: Decimal | null;
}

/** The running sums of flows in the order of time. */
export function flowedOf(flows: readonly Pick<Flow, 'at' | 'value'>[]): Flowed[] {
  let known = ZERO;
  let all: Decimal | null = ZERO;
  return flows.map(({ at, value }) => {
    known = known.plus(value ?? ZERO);
    all = all === null || value === null ? null : all.plus(value);
    return { at, known, all };
  });
}

/** The sum at each instant of the flows after the first one and up to it; instants in the order of time. */
export function flowedAt(
  instants: readonly number[],
  flows: readonly Pick<Flow, 'at' | 'value'>[],
): (Decimal | null)[] {
  const first = instants[0] ?? 0;
  const sums = flowedOf(flows.filter(({ at }) => at > first));
  let next = 0;
  return instants.map((instant) => {
    while ((sums[next]?.at ?? Number.POSITIVE_INFINITY) <= instant) next += 1;
    const sum = sums[next - 1];
    return sum === undefined ? ZERO : sum.all;
  });
}
