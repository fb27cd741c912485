import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { binance } from 'ccxt';
import { type RunningSimulator, startSimulator } from '../src/index.js';
import { connect, control } from './client.js';

const NOW = Date.UTC(2026, 2, 3, 10, 30, 30);
let simulator: RunningSimulator;
let exchange: binance;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'tests', clock: () => NOW });
  exchange = connect(simulator.url);
  await exchange.loadMarkets();
});

afterAll(() => simulator.close());

describe('the real ccxt client', () => {
  test('finds every market with its precision and limits', () => {
    const seen = Object.values(exchange.markets ?? {}).map((market) => [
      market?.symbol,
      market?.active,
      market?.spot,
      market?.precision.price,
      market?.precision.amount,
      market?.limits.cost?.min,
    ]);
    expect(seen).toEqual([
      ['BTC/USDT', true, true, 0.01, 0.00001, 5],
      ['ETH/USDT', true, true, 0.01, 0.0001, 5],
      ['BNB/USDT', true, true, 0.01, 0.001, 5],
      ['XRP/USDT', true, true, 0.0001, 0.1, 5],
      ['SOL/USDT', true, true, 0.01, 0.001, 5],
      ['ADA/USDT', true, true, 0.0001, 0.1, 5],
      ['DOGE/USDT', true, true, 0.00001, 1, 1],
    ]);
  });

  test('reads time and status', async () => {
    expect(await exchange.fetchTime()).toBe(NOW);
    expect(await exchange.fetchStatus()).toMatchObject({ status: 'ok' });
  });

  test('reads tickers, order books and candles that agree with one another', async () => {
    const ticker = await exchange.fetchTicker('BTC/USDT');
    const tickers = await exchange.fetchTickers();
    const book = await exchange.fetchOrderBook('BTC/USDT', 50);
    const candles = await exchange.fetchOHLCV('BTC/USDT', '1m', NOW - 24 * 3_600_000, 1_000);
    const latest = await exchange.fetchOHLCV('BTC/USDT', '1m');
    const prices = await exchange.fetchLastPrices();
    expect(Object.keys(tickers).sort()).toEqual(Object.keys(exchange.markets ?? {}).sort());
    expect(tickers['BTC/USDT']).toEqual(ticker);
    expect([book.bids.length, book.asks.length, candles.length, latest.length]).toEqual([50, 50, 1_000, 500]);
    expect([book.bids[0]?.[0], book.asks[0]?.[0]]).toEqual([ticker.bid, ticker.ask]);
    expect([latest.at(-1)?.[4], prices['BTC/USDT']?.price]).toEqual([ticker.last, ticker.last]);
    expect(candles[0]?.[0]).toBe(NOW - 24 * 3_600_000 + 30_000);
    expect(ticker.change).toBeCloseTo((ticker.last ?? 0) - (ticker.open ?? 0), 6);
  });

  test('sees prices move in real time, and the same ones from another simulator with that seed', async () => {
    let offset = 0;
    const start = () => startSimulator({ seed: 'moving', clock: () => NOW + offset });
    const [one, other] = [await start(), await start()];
    try {
      const read = async (url: string) => (await connect(url).fetchTicker('BTC/USDT')).last;
      const seen: unknown[] = [];
      for (offset = 0; offset < 30_000; offset += 3_000) {
        const last = await read(one.url);
        expect(await read(other.url)).toBe(last);
        seen.push(last);
      }
      expect(new Set(seen).size).toBeGreaterThan(3);
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  });

  test('sees a price that was set', async () => {
    await control(simulator.url, 'POST', 'prices', { 'ETH/USDT': '2500.5', frozen: true });
    const ticker = await exchange.fetchTicker('ETH/USDT');
    const candles = await exchange.fetchOHLCV('ETH/USDT', '1m', undefined, 1);
    expect([ticker.last, candles[0]?.[4]]).toEqual([2500.5, 2500.5]);
  });

  test('calls no other paths than those that the simulator has', async () => {
    const { body } = await control(simulator.url, 'GET', 'requests');
    expect(Object.keys(body as object).sort()).toEqual([
      '/api/v3/depth',
      '/api/v3/exchangeInfo',
      '/api/v3/klines',
      '/api/v3/ticker/24hr',
      '/api/v3/ticker/price',
      '/api/v3/time',
      '/sapi/v1/system/status',
    ]);
  });
});
