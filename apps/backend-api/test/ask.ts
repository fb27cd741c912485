import { expect } from '@jest/globals';
import {
  type HealthHistory,
  healthHistorySchema,
  type Uptime,
  type UptimeFigures,
  type UptimePeriod,
  uptimeSchema,
} from '@neuratrade/health-contracts';
import type { Service } from '@neuratrade/test-kit';
import pg from 'pg';
import { ADMIN_KEY } from './stack.js';

/** A time limit that no healthy dependency exceeds on a busy machine, so that only real outages are counted. */
export const PATIENT = { HEALTH_TIMEOUT_MS: '2000' };

export const OPERATOR = { 'X-API-Key': ADMIN_KEY };

/** Uptime as the operator gets it. That it is well formed and that every sum is exact is seen to. */
export async function askUptime(backend: Service, query = ''): Promise<Uptime> {
  const { status, json } = await backend.get(`/api/v1/health/uptime${query}`, OPERATOR);
  expect([status, json]).toEqual([200, expect.objectContaining({ window: expect.any(String) })]);
  const uptime = uptimeSchema.parse(json);
  expect(uptime).toEqual(json);
  for (const period of [uptime, ...(uptime.series ?? [])]) expectWhole(period);
  return uptime;
}

/** A page of the history as the operator gets it. */
export async function askHistory(backend: Service, query = ''): Promise<HealthHistory> {
  const { status, json } = await backend.get(`/api/v1/health/history${query}`, OPERATOR);
  const history = healthHistorySchema.parse(json);
  expect([status, history]).toEqual([200, json]);
  return history;
}

/** Milliseconds that figures cover. */
function coveredBy({ uptime_percent, ...seconds }: UptimeFigures): number {
  return Object.values(seconds).reduce((sum, value) => sum + Math.round(value * 1_000), 0);
}

function expectWhole(period: UptimePeriod): void {
  const elapsed = Date.parse(period.to) - Date.parse(period.from);
  const all = { overall: period.overall, ...period.services };
  expect(Object.entries(all).map(([name, figures]) => [name, coveredBy(figures)])).toEqual(
    Object.keys(all).map((name) => [name, elapsed]),
  );
}

/** Asks a database directly. */
export async function ask<T extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
