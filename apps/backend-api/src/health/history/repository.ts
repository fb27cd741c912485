import type { ServiceName } from '@neuratrade/health-contracts';
import type { Transition } from '@neuratrade/service-kit';
import type { Pool } from 'pg';
import type { Place } from './cursor.js';
import type { StoredTransition } from './entry.js';
import type { HistoryQuery } from './query.js';

/** A change of one part's state; `id` makes storing it twice harmless. */
export interface TransitionRow extends Transition {
  readonly id: string;
  readonly service: ServiceName;
}

export async function insertTransitions(pool: Pool, rows: readonly TransitionRow[]): Promise<void> {
  await pool.query({
    name: 'health_transitions_insert',
    text: `INSERT INTO health_transitions (id, service, status_from, status_to, reason, changed_at, lasted_ms)
           SELECT id, service, status_from, status_to, reason, changed_at, lasted_ms
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[])
             WITH ORDINALITY AS added(id, service, status_from, status_to, reason, changed_at, lasted_ms, place)
           ORDER BY place
           ON CONFLICT (id) DO NOTHING`,
    values: [
      rows.map((row) => row.id),
      rows.map((row) => row.service),
      rows.map((row) => row.from),
      rows.map((row) => row.to),
      rows.map((row) => row.reason),
      rows.map((row) => row.at),
      rows.map((row) => Math.round(row.lastedMs)),
    ],
  });
}

interface ListRow {
  readonly id: string;
  readonly micros: string;
  readonly service: ServiceName;
  readonly status_from: Transition['from'];
  readonly status_to: Transition['to'];
  readonly reason: string | null;
  readonly changed_at: Date;
  readonly next_from: Transition['from'] | null;
  readonly next_at: Date;
  readonly next_lasted_ms: number;
}

const WITH_NEXT = `this.id, (extract(epoch FROM this.changed_at) * 1000000)::bigint::text AS micros,
  this.service, this.status_from, this.status_to, this.reason, this.changed_at,
  next.status_from AS next_from, next.changed_at AS next_at, next.lasted_ms::float8 AS next_lasted_ms`;
const NEXT = `LEFT JOIN LATERAL (
  SELECT status_from, changed_at, lasted_ms FROM health_transitions AS later
  WHERE later.service = this.service AND later.seq > this.seq ORDER BY later.seq LIMIT 1
) AS next ON true`;

/**
 * Transitions newest first, each with the next one of its service: the next that happened, also where the clock was set back
 * in between. Not prepared: the best plan depends on the values.
 */
export async function listTransitions(
  pool: Pick<Pool, 'query'>,
  { service, limit, before }: HistoryQuery,
): Promise<(StoredTransition & { readonly place: Place })[]> {
  const values: unknown[] = [limit];
  const conditions: string[] = [];
  if (service !== undefined) conditions.push(`this.service = $${values.push(service)}`);
  if (before !== undefined) {
    const moment = `'epoch'::timestamptz + $${values.push(before.micros)}::float8 * interval '1 microsecond'`;
    conditions.push(`(this.changed_at, this.id) < (${moment}, $${values.push(before.id)}::uuid)`);
  }
  const { rows } = await pool.query<ListRow>(
    `SELECT ${WITH_NEXT} FROM health_transitions AS this ${NEXT}
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY this.changed_at DESC, this.id DESC LIMIT $1`,
    values,
  );
  return rows.map(storedOf);
}

/** What went down since an instant, or was down then, of some services: newest first, each with the next transition of its service. */
export async function listDown(
  pool: Pick<Pool, 'query'>,
  services: readonly ServiceName[],
  { from, limit }: { readonly from: Date; readonly limit: number },
): Promise<StoredTransition[]> {
  const { rows } = await pool.query<ListRow>(
    `WITH down AS (
       (SELECT * FROM health_transitions WHERE changed_at >= $1 AND status_to = 'down' AND service = ANY ($2)
        ORDER BY changed_at DESC, id DESC LIMIT $3)
       UNION ALL
       SELECT last.* FROM unnest($2::text[]) AS watched(service) CROSS JOIN LATERAL (
         SELECT * FROM health_transitions AS earlier WHERE earlier.service = watched.service AND changed_at < $1
         ORDER BY changed_at DESC, id DESC LIMIT 1
       ) AS last WHERE last.status_to = 'down'
     )
     SELECT ${WITH_NEXT} FROM down AS this ${NEXT} ORDER BY this.changed_at DESC, this.id DESC LIMIT $3`,
    [from, services, limit],
  );
  return rows.map(storedOf);
}

function storedOf(row: ListRow): StoredTransition & { readonly place: Place } {
  return {
    place: { micros: row.micros, id: row.id },
    service: row.service,
    from: row.status_from,
    to: row.status_to,
    reason: row.reason,
    at: row.changed_at,
    next:
      row.next_from === null ? null : { from: row.next_from, at: row.next_at, lastedMs: row.next_lasted_ms },
  };
}

/** Deletes at most `limit` transitions of more than `days` ago, and says how many. The last of a service stays: it says how it is. */
export async function deleteOldTransitions(pool: Pool, days: number, limit: number): Promise<number> {
  const { rowCount } = await pool.query({
    name: 'health_transitions_delete',
    text: `DELETE FROM health_transitions WHERE ctid = ANY (ARRAY(
             SELECT ctid FROM health_transitions AS old WHERE changed_at < now() - make_interval(hours => 24 * $1::int)
               AND EXISTS (SELECT FROM health_transitions AS later WHERE later.service = old.service AND later.seq > old.seq)
             LIMIT $2 FOR UPDATE SKIP LOCKED))`,
    values: [days, limit],
  });
  return rowCount ?? 0;
}
