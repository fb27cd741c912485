import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { createCleanup, type Service, eventually as soon } from '@neuratrade/test-kit';
import type { NewFill } from '../src/ledger/fills/store.js';
import { contentsOf, countedSummaries } from './ledger-contents.js';
import { fillsOf, type LedgerRig, ledgerRig, START } from './ledger-rig.js';
import { ADMIN_KEY, type Stack, startBackend, startDependencies } from './stack.js';

jest.setTimeout(600_000);

const KILLS = 25;
const FILLS = 40;
const LONGEST_LIFE_MS = 250;

const eventually = (check: () => Promise<void>): Promise<void> => soon(check, { timeoutMs: 60_000 });

const cleanup = createCleanup();
let stack: Stack;
/** What the killed backends write to, and what nobody is killed at. */
let [killed, clean]: LedgerRig[] = [];

beforeAll(async () => {
  stack = await startDependencies(cleanup);
});

beforeEach(async () => {
  killed = await ledgerRig(cleanup, stack.postgres);
  clean = await ledgerRig(cleanup, stack.postgres);
});

afterAll(cleanup.run);

const start = (): Promise<Service> =>
  startBackend(cleanup, stack, { DATABASE_URL: (killed as LedgerRig).url, LOG_LEVEL: 'info' });

/** Fills ten seconds apart, of one symbol after the other; positions close sooner or later. */
function batchOf(number: number, symbols = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT']): NewFill[] {
  return Array.from({ length: FILLS }, (_, place) => {
    const n = number * FILLS + place;
    const round = Math.floor(n / symbols.length);
    return {
      ...(fillsOf([['buy', '1', '1']])[0] as NewFill),
      symbol: symbols[n % symbols.length],
      id: String(n),
      side: round % 2 === 0 ? 'buy' : 'sell',
      amount: round % 50 === 49 ? '0.75' : '1',
      price: String(100 + ((n * 7_919) % 997) / 100),
      fees: [{ cost: '0.03', currency: 'USDT' }],
      executedAt: START + n * 10_000,
    } as NewFill;
  });
}

/** Every fourth batch comes after the one that follows it. */
const inTurn = (turn: number): number => (turn % 4 === 2 ? turn + 1 : turn % 4 === 3 ? turn - 1 : turn);

const bodyOf = (fills: readonly NewFill[]): string =>
  JSON.stringify({
    account: 'main',
    exchange: 'mybot',
    fills: fills.map(({ id, symbol, side, price, amount, fees, executedAt }) => ({
      ...{ id, symbol, side, price, amount, fee: fees[0] },
      executed_at: new Date(executedAt).toISOString(),
    })),
  });

async function ask(backend: Service, method: string, path: string, body?: string): Promise<Response> {
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' };
  return fetch(backend.url + path, { method, headers, ...(body === undefined ? {} : { body }) });
}

const life = (): number => 10 + Math.random() * LONGEST_LIFE_MS;

test('a backend killed while it stores loses nothing that it answered for, and stores nothing twice', async () => {
  const { pool } = killed as LedgerRig;
  let turn = 0;
  for (let kills = 0; kills < KILLS; kills++) {
    const backend = await start();
    await eventually(async () =>
      expect((await ask(backend, 'GET', '/api/v1/ledger/refold')).status).toBe(200),
    );
    const death = sleep(life()).then(() => backend.stop('SIGKILL'));
    for (;;) {
      const body = bodyOf(batchOf(inTurn(turn)));
      const answer = await ask(backend, 'POST', '/api/v1/trades', body).catch(() => undefined);
      if (answer?.status !== 200) break;
      turn += 1;
    }
    await death;
    const ids = Array.from({ length: turn }, (_, n) => batchOf(inTurn(n)).map(({ id }) => id)).flat();
    const { rows } = await pool.query('SELECT count(*)::int FROM fills WHERE fill_id = ANY ($1)', [ids]);
    expect(rows).toEqual([{ count: ids.length }]);
  }
  const backend = await start();
  const last = turn + (4 - (turn % 4));
  for (; turn < last; turn++) {
    await eventually(async () => {
      const answer = await ask(backend, 'POST', '/api/v1/trades', bodyOf(batchOf(inTurn(turn))));
      expect(answer.status).toBe(200);
    });
  }
  const told = async (method: string, query: string): Promise<unknown> => {
    const answer = await ask(backend, method, `/api/v1/ledger/refold${query}`);
    return [answer.status, await answer.json()];
  };
  expect(await told('GET', '')).toEqual([200, { account: 'main', books: 0, fills: 0 }]);
  expect(await told('POST', '?exchange=elsewhere')).toEqual([
    404,
    {
      error: {
        code: 'not_found',
        message: 'The account has no fills on elsewhere: nothing to fold again.',
      },
    },
  ]);
  const noMarket = 'symbol=\0: give base and quote as BTC/USDT.';
  expect(await told('GET', '?symbol=%00')).toEqual([
    400,
    { error: { code: 'bad_request', message: noMarket } },
  ]);
  const unheard = await fetch(`${backend.url}/api/v1/ledger/refold`, { method: 'POST' });
  expect(unheard.status).toBe(401);
  await backend.stop();
  const { store, place, pool: other } = clean as LedgerRig;
  const all = Array.from({ length: last }, (_, n) => batchOf(n)).flat();
  for (let from = 0; from < all.length; from += 10_000)
    await store(await place(), all.slice(from, from + 10_000));
  const contents = await contentsOf(pool);
  expect(contents).toEqual(await contentsOf(other));
  expect(contents.summaries).toEqual(await countedSummaries(pool));
});

test('a backend killed while it folds everything again goes on where it was, and ends at the same figures', async () => {
  const { pool } = killed as LedgerRig;
  const many = Array.from({ length: 625 }, (_, n) => batchOf(n, ['XRP/USDT'])).flat();
  for (const { store, place } of [killed, clean] as LedgerRig[])
    for (let from = 0; from < many.length; from += 8_000)
      await store(await place(), many.slice(from, from + 8_000));
  const setRule = (rig: LedgerRig, step: string): Promise<unknown> =>
    rig.pool.query('UPDATE books SET amount_step = $1', [step]);
  const path = '/api/v1/ledger/refold?account=main&exchange=mybot';
  let step = '0.1';
  const interrupted: number[] = [];
  for (let kills = 0; kills < KILLS; kills++) {
    const backend = await start();
    await eventually(async () => {
      const left = (await (await ask(backend, 'GET', path)).json()) as { books: number; fills: number };
      if (left.books > 0) return;
      step = step === '0.8' ? '0.1' : '0.8';
      await setRule(killed as LedgerRig, step);
      expect((await ask(backend, 'POST', path)).status).toBe(202);
    });
    await sleep(life());
    await backend.stop('SIGKILL');
    const { rows } = await pool.query('SELECT count(*)::int AS left FROM books WHERE refold_at IS NOT NULL');
    interrupted.push(rows[0].left);
  }
  expect(interrupted.filter((left) => left > 0).length).toBeGreaterThan(KILLS / 5);
  const { refolds } = killed as LedgerRig;
  await setRule(clean as LedgerRig, step);
  const all = { accountId: 1, exchange: undefined, symbol: undefined };
  await (clean as LedgerRig).refolds.request(all);
  for (const rig of [killed, clean] as LedgerRig[]) {
    rig.refolds.start();
    await eventually(async () => expect(await rig.refolds.waiting(all)).toEqual({ books: 0, fills: 0 }));
  }
  await refolds.stop();
  const contents = await contentsOf(pool);
  expect(contents).toEqual(await contentsOf((clean as LedgerRig).pool));
  expect(contents.summaries).toEqual(await countedSummaries(pool));
});
