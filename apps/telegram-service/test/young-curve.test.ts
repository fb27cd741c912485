import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { EquityCurve } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { type BackendClient, createBackendClient } from '../src/backend/client.js';
import type { Range } from '../src/bot/curve/choice.js';
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

/** The last snapshot of each of the steps, coarse ones for a long time unless asked otherwise, as the backend tells it. */
function curveSince(from: number, to: number, step: string | null): EquityCurve {
  const usual = to - from > 2 * DAY_MS ? 240 * MINUTE_MS : 5 * MINUTE_MS;
  const stepMs = step === '1m' ? MINUTE_MS : usual;
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
    const { searchParams: asked } = new URL(url ?? '', 'http://backend');
    response.end(
      JSON.stringify(curveSince(Date.parse(asked.get('from') ?? ''), Date.now(), asked.get('step'))),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  backend = createBackendClient({ baseUrl: `http://127.0.0.1:${port}`, serviceKey: KEY });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const curveNow = (range: Range = '30d') =>
  readCurve({ backend, chat: { id: 5, type: 'private' }, logger, signal: never }, range);
const read = async (range?: Range) => {
  const curve = await curveNow(range);
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

test('a curve of an hour is read minute by minute, from its beginning', async () => {
  snapshots = every(5 * MINUTE_MS, 60 * MINUTE_MS);
  const known = await read();
  expect([known?.since, known?.curve.step_seconds, known?.curve.points.length]).toEqual([
    formatTimestamp(new Date(snapshots[0] ?? 0)),
    60,
    12,
  ]);
});

test.each(['24h', '7d', '30d', '90d'] as const)(
  'two snapshots a few minutes old are a curve of %s',
  async (range) => {
    snapshots = [Date.now() - 5 * MINUTE_MS, Date.now() - 3 * MINUTE_MS];
    const known = await read(range);
    expect(known?.curve.points.map(({ at }) => at)).toEqual(
      snapshots.map((at) => formatTimestamp(new Date(at))),
    );
  },
);

test('a curve of three days of thirty is read in the usual steps of so long a time', async () => {
  snapshots = every(60 * MINUTE_MS, 3 * DAY_MS);
  const known = await read();
  expect([known?.since, known?.curve.step_seconds]).toEqual([expect.any(String), 14_400]);
});

test('one snapshot, or none, is no curve', async () => {
  snapshots = [Date.now() - MINUTE_MS];
  expect(await curveNow()).toEqual({ missing: 'too_short' });
  snapshots = [];
  expect(await curveNow()).toEqual({ missing: 'too_short' });
  expect(warnings).toEqual([]);
});
