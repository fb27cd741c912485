import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { executionsSchema } from '@neuratrade/api-contracts';
import { createCleanup, eventually, readLog } from '@neuratrade/test-kit';
import { editFile, openKey, refused, told } from './managing.js';
import { codeOf, requestsOf } from './market-service.js';
import { BEGAN, entry, executions, type PrivateStand, pages, startPrivate } from './private-service.js';
import { setFault } from './service.js';

jest.setTimeout(60_000);

const ACCOUNT = '/api/v3/account';
const TRADES = '/api/v3/myTrades';
const COUNT = 1_200;

const cleanup = createCleanup();
let on: PrivateStand;

beforeAll(async () => {
  on = await startPrivate(cleanup, { timeoutMs: 3_000 });
  await on.control('fills', { key: 'reader', adjust_balances: false, fills: executions(COUNT) });
  await well();
});
afterEach(async () => {
  await setFault(on.simulator.url, 'none');
  await well();
});
afterAll(() => cleanup.run());

const balances = () => on.ask('balances?exchange=simulator');
const trades = (more = '') => on.ask(`trades?exchange=simulator&symbol=BTC/USDT${more}`);
const well = () =>
  eventually(async () => expect((await balances()).status).toBe(200), { timeoutMs: 20_000, everyMs: 100 });
const fault = (path: string, kind: string, more: object = {}) =>
  setFault(on.simulator.url, { path, kind, ...more });

const noAnswer = (why: string) =>
  refused(502, 'exchange_failed', `simulator could not be asked: ${why}. Try again.`);
const REFUSED = refused(
  422,
  'key_refused',
  'simulator does not accept the key: the key or its secret is wrong, or it does not allow the address of this machine. Check it at the exchange, or give another one with neuratrade exchanges keys simulator.',
);

describe('a broken answer is no balance and no list of trades', () => {
  test.each([
    ['html', {}, noAnswer('unexpected answer')],
    ['empty', {}, noAnswer('unexpected answer')],
    ['reset', {}, noAnswer('connection reset')],
    ['status', { value: 500 }, noAnswer('exchange not available')],
    ['status', { value: 451 }, noAnswer('not available from this location')],
  ])('%s %j', async (kind, more, expected) => {
    for (const path of [ACCOUNT, TRADES]) await fault(path, kind, more);
    expect([told(await balances()), told(await trades())]).toEqual([expected, expected]);
  });

  test('hang', async () => {
    await fault(ACCOUNT, 'hang');
    expect(told(await balances())).toEqual(
      refused(
        504,
        'exchange_timeout',
        'simulator did not answer within 3000 ms. Try again, or raise EXCHANGE_REQUEST_TIMEOUT_MS.',
      ),
    );
  });

  test('but one that is right the second time is', async () => {
    await fault(ACCOUNT, 'html', { count: 1 });
    expect((await balances()).status).toBe(200);
  });
});

describe('a page of trades', () => {
  const whole = Array.from({ length: COUNT }, (_, index) => String(100_000 + index));
  const idsOf = (read: readonly Record<string, unknown>[]) =>
    read.flatMap(({ trades: listed }) => (listed as { id: string }[]).map(({ id }) => id));

  test.each(['duplicated_page', 'reordered_page'])('that is a %s is put in order', async (kind) => {
    await fault(TRADES, kind);
    expect(idsOf(await pages(on, 'trades?exchange=simulator&symbol=BTC/USDT'))).toEqual(whole);
  });

  test.each(['old_page', 'empty_page'])(
    'that is asked for by its cursor and is a %s is refused',
    async (kind) => {
      expect((await trades('&limit=5')).status).toBe(200);
      await fault(TRADES, kind);
      expect(told(await trades('&cursor=after:100999'))).toEqual(noAnswer('unexpected answer'));
      await setFault(on.simulator.url, 'none');
      expect(idsOf([(await trades('&cursor=after:101197')).json as Record<string, unknown>])).toEqual(
        whole.slice(1_198),
      );
    },
  );

  test('from before the time that was asked for is refused', async () => {
    expect((await trades('&limit=5')).status).toBe(200);
    await fault(TRADES, 'old_page');
    const since = new Date(BEGAN + 500).toISOString();
    expect(told(await trades(`&since=${since}`))).toEqual(noAnswer('unexpected answer'));
  });

  test('that is empty is not believed when the latest trades say otherwise', async () => {
    const since = new Date(BEGAN + 1_100).toISOString();
    await fault(TRADES, 'empty_page', { count: 1 });
    const { trades: listed, next } = executionsSchema.parse((await trades(`&since=${since}`)).json);
    expect([listed.map(({ id }) => id), next]).toEqual([whole.slice(1_100), null]);
    await fault(TRADES, 'empty_page', { count: 1 });
    const more = await trades(`&since=${new Date(BEGAN + 10).toISOString()}`);
    expect(told(more)).toEqual(noAnswer('unexpected answer'));
  });
});

test('a balance without any asset is not believed where there was one', async () => {
  await fault(ACCOUNT, 'empty_page');
  expect(told(await balances())).toEqual(noAnswer('unexpected answer'));
});

describe('an exchange whose clock is ten minutes off', () => {
  test.each([600_000, -600_000])('by %d ms is asked by its own clock, and tells it', async (skew) => {
    await fault('*', 'clock_skew', { value: skew });
    const { exchange_time, as_of } = executionsSchema.parse((await trades('&limit=1')).json);
    const ahead = Date.parse(exchange_time ?? '') - Date.parse(as_of);
    expect(Math.abs(ahead - skew)).toBeLessThan(3_000);
    expect((await balances()).status).toBe(200);
  });

  test('although it says so nowhere but in its refusals, is told as the reason', async () => {
    await fault(ACCOUNT, 'clock_skew', { value: 600_000 });
    expect(told(await balances())).toEqual(noAnswer("its clock and this machine's differ"));
  });
});

describe('a key that is refused', () => {
  test('after it was accepted is told as that, and as no rate limit', async () => {
    await fault(ACCOUNT, 'status', { value: 401 });
    expect([told(await balances()), told(await balances())]).toEqual([REFUSED, REFUSED]);
    expect((await trades('&limit=1')).status).toBe(200);
  });

  test('because it may not read is told as that', async () => {
    await openKey(on.simulator.url, 'reader', ['trade']);
    expect(told(await balances())).toEqual(REFUSED);
    await openKey(on.simulator.url, 'reader');
  });

  test('is told in the log once, until it is accepted again', async () => {
    const log = join(on.home, 'logs', 'ccxt.log');
    const lines = async () => (await readLog(log)).filter(({ msg }) => msg === 'Exchange key refused').length;
    const before = await lines();
    for (const rounds of [1, 2]) {
      await fault(ACCOUNT, 'status', { value: 401 });
      for (let i = 0; i < 3; i++) await balances();
      expect((await lines()) - before).toBe(rounds);
      await setFault(on.simulator.url, 'none');
      expect((await balances()).status).toBe(200);
    }
  });
});

test('a pause that the exchange asked an account for is kept by all who ask it', async () => {
  await fault(ACCOUNT, 'status', { value: 429, count: 1 });
  expect(codeOf(await balances())).toBe('exchange_busy');
  const before = await requestsOf(on.simulator.url);
  const market = await on.ccxt.get('/api/v1/ticker?exchange=simulator&symbol=BTC/USDT', {
    'x-api-key': 'service-key-of-the-tests',
  });
  expect([codeOf(market), codeOf(await trades())]).toEqual(['exchange_busy', 'exchange_busy']);
  expect(await requestsOf(on.simulator.url)).toEqual(before);
});

test('another key is used from its change on, and the one before no more', async () => {
  await openKey(on.simulator.url, 'poorer');
  await on.control('accounts', { key: 'poorer', secret: 'secret-of-poorer', balances: { USDT: '1' } });
  editFile(on.home, { exchanges: [entry('poorer')] });
  await eventually(async () =>
    expect((await balances()).json).toMatchObject({ balances: [{ asset: 'USDT', total: '1' }] }),
  );
  editFile(on.home, { exchanges: [{ name: 'simulator' }] });
  await eventually(async () => expect(codeOf(await balances())).toBe('conflict'));
  editFile(on.home, { exchanges: [entry('reader')] });
  await eventually(async () =>
    expect((await balances()).json).toMatchObject({ balances: [{ asset: 'USDT', total: '8200' }] }),
  );
});
