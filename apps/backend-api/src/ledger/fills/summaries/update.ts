import type { Connection } from '../../../platform/db/database.js';
import {
  type Closes,
  joinCloses,
  joinExecutions,
  joinSummaries,
  NO_CLOSES,
  NOTHING,
  type Summary,
} from '../../summary/summary.js';
import { groupBy } from '../group-by.js';
import type { HourChange, Hours } from './effects.js';
import { gather } from './gather.js';
import { readHours } from './hours.js';
import { createShelf, type Shelf } from './shelf.js';
import { endOf, PARENTS, type Span, startOf } from './spans.js';

/** What happened to the summary of a span: what is in it besides, and whether all of that closed after everything that it held. */
interface Step {
  readonly startsAt: number;
  readonly added: Summary;
  readonly isLater: boolean;
}

const HOURS_AT_ONCE = 200;

/**
 * Brings the summaries of an account up to what the transaction did. Its trades must have been written. Hours to which only later closes
 * were added, and what they are part of, are extended; of others the trades are read again, and parents are joined out of their children.
 */
export async function updateSummaries(client: Connection, accountId: number, hours: Hours): Promise<void> {
  if (hours.size === 0) return;
  const starts = [...hours.keys()].sort((a, b) => a - b);
  const shelf = createShelf(client, accountId);
  const parentsOf = (span: Span): number[] => [...new Set(starts.map((start) => startOf(span, start)))];
  await shelf.load([
    ...starts.slice(0, HOURS_AT_ONCE).map((startsAt) => ({ span: 'hour' as const, startsAt })),
    ...PARENTS.flatMap(({ span }) => parentsOf(span).map((startsAt) => ({ span, startsAt }))),
  ]);
  let steps: Step[] = [];
  for (let from = 0; from < starts.length; from += HOURS_AT_ONCE) {
    const some = starts.slice(from, from + HOURS_AT_ONCE);
    if (from > 0) await shelf.load(some.map((startsAt) => ({ span: 'hour', startsAt })));
    steps.push(...(await updateHours({ client, accountId, shelf }, some, hours)));
    if (starts.length > HOURS_AT_ONCE) await shelf.write();
  }
  for (const { span, child } of PARENTS) {
    const parents: Step[] = [];
    for (const [startsAt, parts] of groupBy(steps, (step) => startOf(span, step.startsAt)))
      parents.push(await updateParent(shelf, { span, child, startsAt }, parts));
    steps = parents;
  }
  await shelf.write();
}

async function updateHours(
  { client, accountId, shelf }: { client: Connection; accountId: number; shelf: Shelf },
  starts: readonly number[],
  hours: Hours,
): Promise<Step[]> {
  const steps: Step[] = [];
  for (const startsAt of starts) steps.push(await stepOf(shelf, startsAt, hours.get(startsAt) as HourChange));
  const again = steps
    .filter(({ isLater }) => !isLater)
    .map(({ startsAt }) => ({
      startsAt,
      expected: shelf.at('hour', startsAt).closes.trades + (hours.get(startsAt)?.added.length ?? 0),
    }));
  const read = await readHours(client, accountId, again);
  for (const { startsAt, added } of steps) {
    const before = shelf.at('hour', startsAt);
    shelf.put('hour', startsAt, {
      executions: joinExecutions(before.executions, added.executions),
      closes: read.get(startsAt) ?? joinCloses(before.closes, added.closes),
    });
  }
  return steps;
}

async function stepOf(
  shelf: Shelf,
  startsAt: number,
  { executions, added, again }: HourChange,
): Promise<Step> {
  const closes = again ? NO_CLOSES : await gather(added);
  const isLater = !again && isAfter(shelf.at('hour', startsAt).closes, closes);
  return { startsAt, added: { executions, closes }, isLater };
}

async function updateParent(
  shelf: Shelf,
  { span, child, startsAt }: { span: Span; child: Span; startsAt: number },
  parts: readonly Step[],
): Promise<Step> {
  const before = shelf.at(span, startsAt);
  const added = parts.reduce((sum, part) => joinSummaries(sum, part.added), NOTHING);
  const isLater = parts.every((part) => part.isLater) && isAfter(before.closes, added.closes);
  const closes = isLater
    ? joinCloses(before.closes, added.closes)
    : (await shelf.read(child, startsAt, endOf(span, startsAt))).reduce(
        (sum, summary) => joinCloses(sum, summary.closes),
        NO_CLOSES,
      );
  shelf.put(span, startsAt, { executions: joinExecutions(before.executions, added.executions), closes });
  return { startsAt, added, isLater };
}

/** Whether all of some closes with a price came after all of the others. */
function isAfter(earlier: Closes, later: Closes): boolean {
  const first = later.streaks.first?.since;
  return earlier.lastAt === null || first === undefined || first > earlier.lastAt;
}
