import { joinSummaries, NOTHING, type Summary } from '../summary/summary.js';
import type { Events, Node, Tree } from './node.js';

/** What is looked for: a month, day, hour or instant, by what was before it and by itself. What holds of one holds of a part of it, and of no other. */
export interface Search {
  readonly events: Events;
  readonly which: 'first' | 'last';
  holds(before: Summary, stretch: Summary): boolean;
}

/** The first or last instant of which the search holds, in milliseconds since 1970; null where it holds of none. */
export async function descend(tree: Tree, { events, which, holds }: Search): Promise<number | null> {
  let before = NOTHING;
  const pick = (nodes: readonly Node[]): number | null => {
    let found: { readonly startsAt: number; readonly before: Summary } | null = null;
    for (const { startsAt, summary } of nodes) {
      if (holds(before, summary)) found = { startsAt, before };
      if (found !== null && which === 'first') break;
      before = joinSummaries(before, summary);
    }
    before = found?.before ?? before;
    return found?.startsAt ?? null;
  };
  const month = pick(await tree.months());
  if (month === null) return null;
  const day = pick(await tree.daysOf(month));
  if (day === null) return null;
  const hour = pick(await tree.hoursOf(day));
  if (hour === null) return null;
  return pick(await tree.instantsOf(hour, events));
}
