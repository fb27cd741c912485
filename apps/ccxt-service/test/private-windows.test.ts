import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import { createAwakeClock, createLogger } from '@neuratrade/service-kit';
import { createCleanup, request } from '@neuratrade/test-kit';
import { type ConnectOptions, connect } from '../src/exchanges/market/connect.js';
import { requireMarket } from '../src/exchanges/market/symbols.js';
import { writeCursor } from '../src/exchanges/private/cursor.js';
import { createExchangeClock } from '../src/exchanges/private/exchange-clock.js';
import { createSigned, type Signed } from '../src/exchanges/private/signed.js';
import { tradesByTime } from '../src/exchanges/private/trades-by-time.js';
import { tradesAsker } from '../src/exchanges/private/trades-page.js';
import type { Begin } from '../src/private/private-data.js';
import { openKey, secretOf } from './managing.js';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const NOW = Date.now();

const cleanup = createCleanup();
let simulator: RunningSimulator;
let signed: Signed;

beforeAll(async () => {
  simulator = cleanup.use(await startSimulator());
  await openKey(simulator.url, 'reader');
  const clock = createAwakeClock();
  const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
  const options: ConnectOptions = {
    simulatorUrl: simulator.url,
    timeoutMs: 30_000,
    queue: 100,
    clock,
    logger,
  };
  const connection = connect('simulator', options);
  cleanup.add(connection.close);
  const key = { account: 'main', credentials: { apiKey: 'reader', secret: secretOf('reader') } };
  const exchangeClock = createExchangeClock({ caller: connection.caller, now: () => performance.now() });
  signed = createSigned(connection, key, { ...options, clock: exchangeClock });
});
afterAll(() => cleanup.run());

async function put(symbol: string, times: readonly number[]): Promise<string[]> {
  const fills = times.map((time, index) => ({
    ...{ symbol, side: 'buy', price: '46', amount: '1', id: 1_000 + index },
    executed_at: new Date(time).toISOString(),
  }));
  const answer = await request(`${simulator.url}/_sim/fills`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: 'reader', adjust_balances: false, fills }),
  });
  expect(answer.status).toBe(201);
  return fills.map(({ id }) => String(id));
}

async function readAll(symbol: string, since: number) {
  const signal = AbortSignal.timeout(50_000);
  const { market } = await requireMarket('simulator', signed.session, symbol, signal);
  const context = { signed, market, limit: 1_000, ask: tradesAsker(signed, market, signal), signal };
  const pages: string[][] = [];
  let begin: Begin | undefined = { since };
  while (begin !== undefined) {
    const { found, next } = await tradesByTime(context, begin);
    pages.push(found.map(({ id }) => id));
    begin = next === null ? undefined : { cursor: writeCursor(next) };
  }
  return pages;
}

describe('an exchange that pages by time alone', () => {
  test('is read whole, also where more than a page was executed within minutes', async () => {
    const quiet = Array.from({ length: 40 }, (_, index) => NOW - 90 * HOUR + index * HOUR);
    const busy = Array.from({ length: 1_500 }, (_, index) => NOW - 20 * HOUR + index * 120);
    const late = [NOW - HOUR, NOW - HOUR, NOW - 1];
    const ids = await put('SOL/USDT', [...quiet, ...busy, ...late]);
    const pages = await readAll('SOL/USDT', NOW - 90 * HOUR);
    expect(pages.flat()).toEqual(ids);
    expect((await readAll('SOL/USDT', NOW - HOUR)).flat()).toEqual(ids.slice(-3));
  });

  test('that lists more of one second than a page holds is told as what cannot be read', async () => {
    await put(
      'XRP/USDT',
      Array.from({ length: 1_001 }, () => NOW - 10_000),
    );
    await expect(readAll('XRP/USDT', NOW - 12_000)).rejects.toMatchObject({ code: 'not_supported' });
  });
});
