import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, makeHome, readLog, type Service } from '@neuratrade/test-kit';
import { refuse, type ScriptedExchange, scriptedExchange, tellTime } from './scripted-exchange.js';
import { INTERVAL_MS, onlyExchange, runCcxt, TIMEOUT_MS } from './service.js';

jest.setTimeout(30_000);

const cleanup = createCleanup();
let exchange: ScriptedExchange;
let home: string;
let ccxt: Service;

async function start(timeoutMs: number): Promise<void> {
  const made = await makeHome();
  cleanup.add(made.remove);
  home = made.path;
  exchange = await scriptedExchange();
  cleanup.use(exchange);
  ccxt = await runCcxt(home, {
    SIMULATOR_URL: exchange.url,
    EXCHANGE_PROBE_TIMEOUT_MS: String(timeoutMs),
  });
  cleanup.use(ccxt);
}
afterAll(() => cleanup.run());

/** How long no request comes after the next one; `meanwhile` is done again and again. */
async function silenceAfterNext(meanwhile: () => Promise<void>): Promise<number> {
  const before = exchange.asked().length;
  const ended = async () => {
    await meanwhile();
    expect(exchange.asked().length).toBeGreaterThan(before + 1);
  };
  await eventually(ended, { timeoutMs: 6_000 });
  const [next = Number.NaN, then = Number.NaN] = exchange.asked().slice(before);
  return then - next;
}

const in2To3Seconds = () => new Date(Date.now() + 3_000).toUTCString();
const ban = () => ({ code: -1003, msg: `IP banned until ${Date.now() + 1_500}.` });

describe('an exchange that asks for a pause once', () => {
  beforeAll(() => start(5_000));
  afterEach(() => eventually(async () => expect((await onlyExchange(ccxt)).consecutive_failures).toBe(0)));

  test.each([
    ['HTTP 429 for so many seconds', () => refuse(429, { 'retry-after': '1' }), 1_000],
    ['HTTP 429 for a fraction more', () => refuse(429, { 'retry-after': '1.5' }), 1_500],
    ['HTTP 429 until a date', () => refuse(429, { 'retry-after': in2To3Seconds() }), 2_000],
    ['HTTP 418 until the end of a ban', () => refuse(418, {}, ban()), 1_500],
    ['HTTP 503 for so many seconds', () => refuse(503, { 'retry-after': '1' }), 1_000],
    ['HTTP 429 without a time, for an interval', () => refuse(429), INTERVAL_MS],
  ])('with %s is left alone until then, asked again, and stays up', async (_what, answer, lasts) => {
    const states = new Set<string>();
    exchange.set((response) => answer()(response), 1);
    const silence = await silenceAfterNext(async () => void states.add((await onlyExchange(ccxt)).status));
    expect(silence).toBeGreaterThan(lasts - 25);
    expect(silence).toBeLessThan(lasts + 1_500);
    expect([...states]).toEqual(['up']);
  });

  test('shows one failure and the time of it as long as the pause lasts', async () => {
    exchange.set(refuse(429, { 'retry-after': '2' }), 1);
    const { checked_at } = await eventually(async () => {
      const found = await onlyExchange(ccxt);
      expect(found).toMatchObject({ status: 'up', consecutive_failures: 1, error: null });
      return found;
    });
    const asked = exchange.asked().length;
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(exchange.asked().length).toBe(asked);
    expect(await onlyExchange(ccxt)).toMatchObject({ status: 'up', consecutive_failures: 1, checked_at });
  });
});

describe('an exchange that asks for pauses', () => {
  beforeAll(() => start(TIMEOUT_MS));
  afterEach(() => exchange.set(tellTime));

  test('is down when it does so as often as it is asked', async () => {
    const before = exchange.asked().length;
    exchange.set(refuse(429, { 'retry-after': '1' }));
    await eventually(async () => expect((await onlyExchange(ccxt)).status).toBe('down'));
    expect(await onlyExchange(ccxt)).toMatchObject({
      consecutive_failures: exchange.asked().length - before,
      void_checks: 0,
      error: { class: 'rate_limited', reason: 'rate limited' },
    });
    exchange.set(tellTime);
    await eventually(async () => expect((await onlyExchange(ccxt)).status).toBe('up'));
  });

  test('refuses this place, and that is no outage', async () => {
    exchange.set(refuse(451, {}, { code: 0, msg: 'Service unavailable from a restricted location' }));
    await eventually(async () =>
      expect((await onlyExchange(ccxt)).error).toEqual({
        class: 'auth',
        reason: 'not available from this location',
      }),
    );
    exchange.set(tellTime);
    await eventually(async () => expect((await onlyExchange(ccxt)).status).toBe('up'));
  });

  test('is down at once for the whole of a long one, tells its end, and is asked no more', async () => {
    exchange.set(refuse(418, { 'retry-after': '172800' }), 1);
    const end = Date.now() + 172_800_000;
    const down = await eventually(async () => {
      const found = await onlyExchange(ccxt);
      expect(found.status).toBe('down');
      return found;
    });
    const asked = exchange.asked().length;
    const told = /^rate limited until (.+)$/.exec(down.error?.reason ?? '')?.[1] ?? '';
    expect(Math.abs(Date.parse(told) - end)).toBeLessThan(5_000);
    expect(down).toMatchObject({ consecutive_failures: 1, error: { class: 'rate_limited' } });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(exchange.asked().length).toBe(asked);
    expect(await onlyExchange(ccxt)).toEqual(down);
    const log = await readLog(join(home, 'logs', 'ccxt.log'));
    expect(log.filter(({ msg }) => msg === 'Exchange down').at(-1)).toMatchObject({
      exchange: 'simulator',
      reason: down.error?.reason,
    });
  });
});
