import type { ServiceName } from '@neuratrade/health-contracts';

import type { Transition } from '@neuratrade/service-kit';
import type { Pool } from 'pg';

/** A change of one part's state; `id` makes storing it twice harmless. */
export interface TransitionRow extends Transition {
  readonly id: string;
  readonly service: ServiceName;
}

export async function insertTransitions(pool: Pool, rows: readonly TransitionRow[]): Promise<void> {
  await pool.query({
    name: 'health_transitions_insert',
    text: `INSERT INTO health_transitions (id, service, status_from, status_to, reason, changed_at, lasted_ms)
           SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[])
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
