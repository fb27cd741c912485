import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createAwakeClock, createLogger } from '@neuratrade/service-kit';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { createBreaker } from '../src/exchanges/market/breaker.js';
import { createCaller } from '../src/exchanges/market/caller.js';
import { createMarketClient } from '../src/exchanges/market/client.js';
import { createLanes } from '../src/exchanges/market/lanes.js';
import { createSession, type Session } from '../src/exchanges/market/session.js';
import { createUsage } from '../src/exchanges/market/usage.js';
import { createPause } from '../src/exchanges/pause.js';
import { createTransport } from '../src/exchanges/transport.js';
import { type Behaviour, refuse, type ScriptedExchange, scriptedExchange } from './scripted-exchange.js';
import { simulatedMarkets } from './told-market.js';

jest.setTimeout(30_000);

const MINUTE = 60_000;
const cleanup = createCleanup();
const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
const clock = createAwakeClock();
let exchange: ScriptedExchange;
let list: Behaviour;
let time: number;
let session: Session;

beforeAll(async () => {
  const body = await simulatedMarkets();
  list = (response) => response.writeHead(200).end(body);
  exchange = cleanup.use(await scriptedExchange());
});
beforeEach(() => {
  time = 0;
  exchange.set(list);
  const timeoutMs = 1_000;
  const now = () => performance.now();
  const caller = createCaller({
    ...{ exchange: 'simulator', timeoutMs, logger, transport: createTransport() },
    lanes: createLanes({ msPerCost: 1 }),
    breaker: createBreaker({ failures: 100, openMs: 1, longestMs: 1, now }),
    pause: createPause(clock),
    usage: createUsage('simulator', logger, now),
  });
  const newClient = () =>
    createMarketClient({ name: 'simulator' }, caller, { timeoutMs, simulatorUrl: exchange.url });
  session = createSession({ exchange: 'simulator', caller, newClient, timeoutMs, now: () => time });
});
afterAll(() => cleanup.run());

const soon = () => AbortSignal.timeout(5_000);
const asked = () => exchange.asked().length;

describe('the list of markets', () => {
  test('is loaded once for all who ask at the same time, and kept', async () => {
    const before = asked();
    const [one, other] = await Promise.all([session.current(soon()), session.current(soon())]);
    time = 59 * MINUTE;
    expect([other === one, (await session.current(soon())) === one, asked() - before]).toEqual([
      true,
      true,
      1,
    ]);
  });

  test('that could not be loaded is loaded when it is asked for the next time', async () => {
    exchange.set((response) => response.writeHead(200).end('<html></html>'));
    await expect(session.current(soon())).rejects.toMatchObject({ code: 'exchange_failed' });
    exchange.set(list);
    expect(Object.keys((await session.current(soon())).client.markets ?? {})).toContain('BTC/USDT');
  });

  test('that is an hour old is loaded anew while the old one is used', async () => {
    const old = await session.current(soon());
    time = 61 * MINUTE;
    exchange.set((response) => void setTimeout(() => list(response), 300));
    const before = asked();
    expect((await session.current(soon())) === old).toBe(true);
    expect((await session.current(soon())) === old).toBe(true);
    await eventually(async () => expect((await session.current(soon())) === old).toBe(false));
    expect(asked() - before).toBe(1);
  });

  test.each([
    ['hangs', () => undefined],
    ['fails', refuse(500)],
    ['is empty', refuse(200, {}, { symbols: [] })],
  ] as [string, Behaviour][])(
    'is used on when loading it anew %s, which is tried once a minute',
    async (...[, behaviour]) => {
      const old = await session.current(soon());
      time = 61 * MINUTE;
      exchange.set(behaviour);
      const before = asked();
      await session.current(soon());
      await eventually(() => expect(asked()).toBeGreaterThan(before));
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      const tried = asked() - before;
      expect((await session.current(soon())) === old).toBe(true);
      expect(asked() - before).toBe(tried);
      exchange.set(list);
      time += 2 * MINUTE;
      await eventually(async () => expect((await session.current(soon())) === old).toBe(false));
    },
  );

  test('is renewed for an unknown symbol once a minute at most', async () => {
    const old = await session.current(soon());
    expect(await session.renewed(soon())).toBe(undefined);
    time = MINUTE;
    expect((await session.renewed(soon())) === old).toBe(false);
    expect(await session.renewed(soon())).toBe(undefined);
  });

  test('is waited for no longer than the caller has time', async () => {
    exchange.set(() => undefined);
    const began = performance.now();
    await expect(session.current(AbortSignal.timeout(100))).rejects.toMatchObject({
      code: 'exchange_timeout',
    });
    expect(performance.now() - began).toBeLessThan(900);
  });
});
