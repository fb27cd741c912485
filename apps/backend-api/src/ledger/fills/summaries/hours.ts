import type { Connection } from '../../../platform/db/database.js';
import { Decimal } from '../../decimal.js';
import { type Closes, joinCloses, NO_CLOSES } from '../../summary/summary.js';
import { groupBy } from '../group-by.js';
import { type CloseRow, readCloses, readClosesOf } from '../trades/repository.js';
import { gather } from './gather.js';
import { HOUR_MS, startOf } from './spans.js';

/** An hour of which all trades are to be read, and about how many they are. */
export interface WantedHour {
  readonly startsAt: number;
  readonly expected: number;
}

const CLOSES_AT_ONCE = 5_000;

/** What closed in each of some hours. */
export async function readHours(
  client: Connection,
  accountId: number,
  wanted: readonly WantedHour[],
): Promise<ReadonlyMap<number, Closes>> {
  const hours = new Map<number, Closes>();
  for (const group of groupsOf(wanted)) {
    if (group.length === 1) {
      const startsAt = group[0] as number;
      hours.set(startsAt, await readHour(client, accountId, startsAt));
      continue;
    }
    const rows = await readClosesOf(client, accountId, group);
    const byHour = groupBy(rows, ({ closedAt }) => startOf('hour', closedAt));
    for (const startsAt of group) hours.set(startsAt, await summed(byHour.get(startsAt) ?? []));
  }
  return hours;
}

/** As many hours together as can be read at once. */
function groupsOf(wanted: readonly WantedHour[]): number[][] {
  const groups: number[][] = [];
  let room = 0;
  for (const { startsAt, expected } of wanted) {
    const last = groups.at(-1);
    if (last !== undefined && expected <= room) last.push(startsAt);
    else {
      groups.push([startsAt]);
      room = CLOSES_AT_ONCE;
    }
    room -= expected;
  }
  return groups;
}

async function readHour(client: Connection, accountId: number, startsAt: number): Promise<Closes> {
  let closes = NO_CLOSES;
  for (let from = startsAt; ; ) {
    const rows = await readCloses(client, accountId, from, startsAt + HOUR_MS, CLOSES_AT_ONCE);
    closes = joinCloses(closes, await summed(rows));
    if (rows.length < CLOSES_AT_ONCE) return closes;
    from = (rows.at(-1)?.closedAt as number) + 1;
  }
}

const summed = (rows: readonly CloseRow[]): Promise<Closes> =>
  gather(rows.map((row) => ({ ...row, pnl: row.pnl === null ? null : new Decimal(row.pnl) })));
