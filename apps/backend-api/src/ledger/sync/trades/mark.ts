import type { Execution } from '@neuratrade/api-contracts';
import { compareFills } from '../../fills/order.js';

/** A fill that was read: by its time, milliseconds of the epoch, and its id. */
export interface Mark {
  readonly id: string;
  readonly at: number;
}

export function markOf({ id, executed_at }: Execution): Mark {
  return { id, at: Date.parse(executed_at) };
}

export function isSame(one: Mark, other: Mark): boolean {
  return one.id === other.id && one.at === other.at;
}

/** The later of two in the order of fills; what is null came before everything. */
export function laterOf(one: Mark | null, other: Mark | null): Mark | null {
  if (one === null || other === null) return one ?? other;
  const order = compareFills({ executedAt: one.at, id: one.id }, { executedAt: other.at, id: other.id });
  return order < 0 ? other : one;
}

/** For the words of an error. */
export function toldMark({ id, at }: Mark): string {
  return `fill ${id} of ${new Date(at).toISOString()}`;
}
