import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { EquityCurve } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { type BackendClient, createBackendClient } from '../src/backend/client.js';
import { readCurve } from '../src/bot/curve/read-curve.js';
import { KEY, never } from './questions.js';

jest.setTimeout(30_000);

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const warnings: string[] = [];
const warn = (msg: string): void => void warnings.push(msg);
const logger = { debug: warn, info: warn, warn, error: warn };
/** Moments of snapshots, of every account the same. */
let snapshots: number[] = [];
let server: Server;
let backend: BackendClient;

/** The last snapshot of each of the steps, coarse ones for a long time, as the backend tells it. */
function curveSince(from: number, to: number): EquityCurve {
  const stepMs = to - from > 2 * DAY_MS ? 240 * MINUTE_MS : 5 * MINUTE_MS;
  const steps = new Map(
    snapshots.filter((at) => at >= from).map((at) => [Math.floor((at - from) / stepMs), at]),
  );
  return {
    ...{ currency: 'USDT', from: formatTimestamp(new Date(from)), to: formatTimestamp(new Date(to)) },
    step_seconds: stepMs / 1_000,
    points: [...steps.values()].map((at) => ({
      ...{ at: formatTimestamp(new Date(at)), equity: '1', available_balance: '1', exposure: '0' },
      ...{ unrealized_pnl: '0', partial: false, low: '1', flows: '0' },
    })),
  };
}

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    const from = new URL(url ?? '', 'http://backend').searchParams.get('from') ?? '';
    response.end(JSON.stringify(curveSince(Date.parse(from), Date.now())));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  backend = createBackendClient({ baseUrl: `http://127.0.0.1:${port}`, serviceKey: KEY });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const curveNow = () => readCurve({ backend, chat: { id: 5, type: 'private' }, logger, signal: never }, '30d');
const read = async () => {
  const curve = await curveNow();
  return 'missing' in curve ? undefined : curve;
};
const every = (stepMs: number, since: number) =>
  Array.from({ length: Math.floor(since / stepMs) }, (_, n) => Date.now() - since + n * stepMs);

test('an old account’s curve is the whole range', async () => {
  snapshots = every(60 * MINUTE_MS, 60 * DAY_MS);
  const known = await read();
  expect([known?.since, known?.curve.step_seconds, known?.curve.points.length]).toEqual([
    undefined,
    14_400,
    expect.any(Number),
  ]);
  expect(known?.curve.points.length).toBeGreaterThanOrEqual(179);
});

test('a curve of an hour is read in fine steps, from its beginning', async () => {
  snapshots = every(5 * MINUTE_MS, 60 * MINUTE_MS);
  const known = await read();
  expect([known?.since, known?.curve.step_seconds, known?.curve.points.length]).toEqual([
    formatTimestamp(new Date(snapshots[0] ?? 0)),
    300,
    12,
  ]);
});

test('one snapshot, or none, is no curve', async () => {
  snapshots = [Date.now() - MINUTE_MS];
  expect(await curveNow()).toEqual({ missing: 'too_short' });
  snapshots = [];
  expect(await curveNow()).toEqual({ missing: 'too_short' });
  expect(warnings).toEqual([]);
});
