import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { ledgerOf, type PutFill, putFills, type SyncRig, syncRig, trade, untilRead } from './sync-rig.js';

jest.setTimeout(240_000);

const KILLS = 25;
const SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'XRP/USDT'];
const HOUR = 3_600_000;

const cleanup = createCleanup();
let rig: SyncRig;
const put: PutFill[] = [];

const add = async (fills: readonly PutFill[]): Promise<void> => {
  await trade(rig.exchange, fills);
  put.push(...fills);
};

/** How many of each symbol there are. */
const counts = (): Record<string, number> =>
  Object.fromEntries(SYMBOLS.map((name) => [name, put.filter(({ symbol }) => symbol === name).length]));

const told = (fills: readonly PutFill[]) =>
  fills.map(({ symbol, id, side }) => `${symbol} ${id} ${side}`).sort();
const stored = (fills: readonly unknown[]) =>
  (fills as { book: string; fill_id: string; side: string }[])
    .map(({ book, fill_id, side }) => `${book.split(' ')[1]} ${fill_id} ${side === 'b' ? 'buy' : 'sell'}`)
    .sort();

beforeAll(async () => {
  rig = await syncRig(cleanup);
  const until = Date.now() - 10 * 60_000;
  for (const [index, symbol] of SYMBOLS.entries()) {
    await add(putFills(symbol, 4_000, { until: until - index, stepMs: HOUR / 4 }));
  }
});
afterAll(cleanup.run);

test(`killed ${KILLS} times while it reads, a backend loses no fill and stores none twice, and its figures are those of a run without kills`, async () => {
  await rig.exchange.control('POST', 'faults', { path: '/api/v3/myTrades', kind: 'latency', value: 400 });
  let halfRead = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const backend = await rig.backend({}, kill === 0 ? '/ready' : '/live');
    await sleep(Math.random() * 1_500);
    const last = put.filter(({ symbol }) => symbol === 'BTC/USDT').at(-1) as PutFill;
    await add([
      { ...last, id: last.id + 1, executed_at: new Date(Date.parse(last.executed_at) + 500).toISOString() },
    ]);
    await backend.stop('SIGKILL');
    const { rows } = await rig.sql('SELECT count(*)::int AS count FROM fills');
    if (rows[0].count < put.length - KILLS) halfRead++;
    await rig.sql("UPDATE sync_jobs SET leased_until = leased_until - interval '30 seconds'");
  }
  expect(halfRead).toBeGreaterThan(3);
  await rig.exchange.control('DELETE', 'faults');
  const backend = await rig.backend();
  await untilRead(backend, counts());
  const clean = await rig.servers.postgres.createDatabase();
  const other = await rig.backend({ DATABASE_URL: clean });
  await untilRead(other, counts());
  const [survived, expected] = [await ledgerOf(rig.database), await ledgerOf(clean)];
  expect(stored(survived.fills ?? [])).toEqual(told(put));
  expect(survived).toEqual(expected);
  await Promise.all([backend.stop('SIGKILL'), other.stop('SIGKILL')]);
});
