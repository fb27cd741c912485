import type { Pool, PoolClient } from 'pg';
import { transaction } from '../../platform/db/transaction.js';
import { type Bucket, capped, HOUR_MS, planOf, type Totals } from './buckets.js';
import type { Recorded, Segments } from './segments.js';
import type { Stretch, StretchTotals } from './summary.js';

/**
 * Adds time to its hours, each second once however many replicas observed it and however often it is tried.
 * Resolves with the moment up to which it was stored: `until`, or the database's own time where that is earlier.
 */
export async function storeSegments(pool: Pool, segments: Segments, until: number): Promise<number> {
  if (segments.size === 0) return until;
  return transaction(pool, async (client) => {
    const { marks, now } = await lockMarks(client, [...segments.keys()]);
    const plan = planOf(segments, marks, { until, now });
    if (plan.buckets.length > 0) await addToBuckets(client, await fitted(client, plan.buckets, now));
    await setMarks(client, plan.marks);
    return Math.min(until, now);
  });
}

/** The totals of consecutive stretches, the first of which begins with an hour, as does each but the last. */
export async function readTotals(pool: Pool, stretches: readonly Stretch[]): Promise<StretchTotals[]> {
  const { rows } = await pool.query<TotalsRow & { service: Recorded; stretch: number }>({
    name: 'health_uptime_read',
    text: `SELECT service, width_bucket(hour, $1::timestamptz[]) - 1 AS stretch,
             sum(up_ms)::float8 AS up, sum(degraded_ms)::float8 AS degraded,
             sum(down_ms)::float8 AS down, sum(maintenance_ms)::float8 AS maintenance
           FROM health_uptime WHERE hour >= $2 AND hour < $3 GROUP BY 1, 2`,
    values: [
      stretches.map(({ from }) => new Date(from)),
      new Date(stretches[0]?.from ?? 0),
      new Date(stretches.at(-1)?.to ?? 0),
    ],
  });
  return stretches.map((stretch, index) => ({
    ...stretch,
    totals: Object.fromEntries(
      rows.filter((row) => row.stretch === index).map((row) => [row.service, totalsOf(row)]),
    ),
  }));
}

/** Deletes at most `limit` hours that ended more than `days` ago, and says how many. */
export async function deleteOldHours(pool: Pool, days: number, limit: number): Promise<number> {
  const { rowCount } = await pool.query({
    name: 'health_uptime_delete',
    text: `DELETE FROM health_uptime WHERE ctid = ANY (ARRAY(
             SELECT ctid FROM health_uptime WHERE hour < now() - make_interval(hours => 24 * $1::int + 1)
             LIMIT $2 FOR UPDATE SKIP LOCKED))`,
    values: [days, limit],
  });
  return rowCount ?? 0;
}

type TotalsRow = Readonly<Record<keyof Totals, number>>;

const totalsOf = ({ up, degraded, down, maintenance }: TotalsRow): Totals => ({
  up,
  degraded,
  down,
  maintenance,
});

/** Makes sure that there are marks and locks them, in one order for all, until the transaction ends. */
async function lockMarks(
  client: PoolClient,
  services: readonly Recorded[],
): Promise<{ marks: ReadonlyMap<Recorded, number>; now: number }> {
  const { rows } = await client.query<{ service: Recorded; until: Date; now: Date }>({
    name: 'health_uptime_marks_lock',
    text: `INSERT INTO health_uptime_marks AS mark (service, recorded_until)
           SELECT service, '-infinity' FROM unnest($1::text[]) AS service ORDER BY service
           ON CONFLICT (service) DO UPDATE SET recorded_until = mark.recorded_until
           RETURNING service, greatest(recorded_until, 'epoch') AS until, clock_timestamp() AS now`,
    values: [services],
  });
  return {
    marks: new Map(rows.map(({ service, until }) => [service, until.getTime()])),
    now: Math.max(...rows.map(({ now }) => now.getTime())),
  };
}

async function setMarks(client: PoolClient, marks: ReadonlyMap<Recorded, number>): Promise<void> {
  await client.query({
    name: 'health_uptime_marks_set',
    text: `UPDATE health_uptime_marks AS mark SET recorded_until = moved.until
           FROM unnest($1::text[], $2::timestamptz[]) AS moved(service, until) WHERE mark.service = moved.service`,
    values: [[...marks.keys()], [...marks.values()].map((mark) => new Date(mark))],
  });
}

/** Keeps every hour within the part of it that has passed. */
async function fitted(client: PoolClient, buckets: readonly Bucket[], now: number): Promise<Bucket[]> {
  const { rows } = await client.query<{ place: number; stored: number }>({
    name: 'health_uptime_stored',
    text: `SELECT place::int, up_ms + degraded_ms + down_ms + maintenance_ms AS stored
           FROM unnest($1::text[], $2::timestamptz[]) WITH ORDINALITY AS added(service, hour, place)
           JOIN health_uptime USING (service, hour)`,
    values: [buckets.map(({ service }) => service), buckets.map(({ hour }) => new Date(hour))],
  });
  const stored = new Map(rows.map((row) => [row.place - 1, row.stored]));
  return buckets.map((bucket, place) => {
    const passed = Math.min(HOUR_MS, now - bucket.hour);
    return { ...bucket, totals: capped(bucket.totals, passed - (stored.get(place) ?? 0)) };
  });
}

async function addToBuckets(client: PoolClient, buckets: readonly Bucket[]): Promise<void> {
  await client.query({
    name: 'health_uptime_add',
    text: `INSERT INTO health_uptime AS bucket (service, hour, up_ms, degraded_ms, down_ms, maintenance_ms)
           SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::int[], $4::int[], $5::int[], $6::int[])
           ON CONFLICT (service, hour) DO UPDATE SET
             up_ms = bucket.up_ms + excluded.up_ms, degraded_ms = bucket.degraded_ms + excluded.degraded_ms,
             down_ms = bucket.down_ms + excluded.down_ms,
             maintenance_ms = bucket.maintenance_ms + excluded.maintenance_ms`,
    values: [
      buckets.map(({ service }) => service),
      buckets.map(({ hour }) => new Date(hour)),
      buckets.map(({ totals }) => totals.up),
      buckets.map(({ totals }) => totals.degraded),
      buckets.map(({ totals }) => totals.down),
      buckets.map(({ totals }) => totals.maintenance),
    ],
  });
}
