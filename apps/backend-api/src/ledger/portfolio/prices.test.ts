import { describe, expect, test } from '@jest/globals';
import { Decimal, ONE } from '../decimal.js';
import { gatherPrices } from './gather.js';
import { type Holding, NOTHING_TOLD } from './holding.js';
import { createPrices } from './prices.js';
import type { Quote } from './quotes.js';

type Told = string | { readonly stale: string; readonly asOf: number } | 'silent';

/** Prices out of what exchanges tell: `binance BTC/USDT`. What is not there is unlisted. */
const pricesOf = (told: Readonly<Record<string, Told>>, active = ['binance', 'kraken']) => {
  const quoteOf = (told: Told | undefined): Quote => {
    if (told === undefined) return 'unlisted';
    if (told === 'silent') return 'silent';
    if (typeof told === 'string') return { price: new Decimal(told), asOf: 1_000, stale: false };
    return { price: new Decimal(told.stale), asOf: told.asOf, stale: true };
  };
  return createPrices({
    ask: async ({ exchange, symbol }) => quoteOf(told[`${exchange} ${symbol}`]),
    active: () => active,
    currency: 'USDT',
    stablecoins: ['USDT', 'USDC', 'DAI'],
  });
};

const shown = (price: { price: Decimal; asOf: number; stale: boolean } | null) =>
  price && [price.price.toFixed(), price.stale ? price.asOf : 'fresh'];

describe('the price of a symbol', () => {
  test.each<[string, Record<string, Told>, string, unknown]>([
    ['is that of its exchange', { 'binance X/USDT': '1', 'kraken X/USDT': '2' }, 'kraken', ['2', 'fresh']],
    [
      'is that of its exchange also when that is old',
      { 'binance X/USDT': '1', 'kraken X/USDT': { stale: '2', asOf: 5 } },
      'kraken',
      ['2', 5],
    ],
    ['is another’s where its exchange tells none', { 'binance X/USDT': '1' }, 'kraken', ['1', 'fresh']],
    [
      'is another’s where its exchange is silent',
      { 'kraken X/USDT': 'silent', 'binance X/USDT': '1' },
      'kraken',
      ['1', 'fresh'],
    ],
    [
      'is that of an active exchange where its own is none, a fresh one before an older one',
      { 'binance X/USDT': { stale: '1', asOf: 7 }, 'kraken X/USDT': '2' },
      'mybot',
      ['2', 'fresh'],
    ],
    [
      'is the youngest where all are old',
      { 'binance X/USDT': { stale: '1', asOf: 7 }, 'kraken X/USDT': { stale: '2', asOf: 9 } },
      'mybot',
      ['2', 9],
    ],
    ['is unknown where nobody tells one', {}, 'mybot', null],
  ])('%s', async (_, told, exchange, wanted) => {
    expect(shown(await pricesOf(told).mark(exchange, 'X/USDT', 0))).toEqual(wanted);
  });

  test('is what its own exchange kept, while it is not known which are active', async () => {
    const prices = pricesOf({ 'binance X/USDT': { stale: '1', asOf: 7 } }, []);
    expect(shown(await prices.mark('binance', 'X/USDT', 0))).toEqual(['1', 7]);
  });
});

describe('the worth of an asset', () => {
  test.each<[string, string, Record<string, Told>, unknown]>([
    ['of the currency is one', 'USDT', {}, ['1', 'fresh']],
    ['is its price', 'BTC', { 'binance BTC/USDT': '46000' }, ['46000', 'fresh']],
    ['may be told the other way round', 'TRY', { 'binance USDT/TRY': '40' }, ['0.025', 'fresh']],
    [
      'may be told over a stablecoin, and is as old as the older price',
      'X',
      { 'kraken X/USDC': { stale: '3', asOf: 9 }, 'binance USDC/USDT': { stale: '0.5', asOf: 8 } },
      ['1.5', 8],
    ],
    [
      'of a stablecoin is never another’s',
      'DAI',
      { 'binance DAI/USDC': '1', 'binance USDC/USDT': '1' },
      null,
    ],
  ])('%s', async (_, asset, told, wanted) => {
    expect(shown(await pricesOf(told).worth('binance', asset, 0))).toEqual(wanted);
  });
});

test('a spot market that nobody tells is priced by its base and its quote, a swap is not', async () => {
  const holding = (symbol: string, market: 'spot' | 'swap'): Holding => ({
    ...{ exchange: 'mybot', symbol, market, side: 'long', size: ONE, contractSize: ONE, cost: null },
    ...{ fees: null, isDust: false, pricePlaces: 2, told: NOTHING_TOLD, readAt: null },
  });
  const spot = holding('ETH/TRY', 'spot');
  const swap = holding('ETH/USDT:USDT', 'swap');
  const prices = pricesOf({ 'binance ETH/USDT': '3000', 'binance USDT/TRY': '40' });
  const list = await gatherPrices({ cash: [], positions: [spot, swap] }, prices, 0);
  expect([shown(list.mark(spot)), list.mark(swap)]).toEqual([['120000', 'fresh'], null]);
});
