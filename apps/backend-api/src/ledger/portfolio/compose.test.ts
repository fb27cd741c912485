import { describe, expect, test } from '@jest/globals';
import { Decimal, ONE, ZERO } from '../decimal.js';
import { portfolioBody } from './body.js';
import { valuedOf } from './compose.js';
import type { Known, OpenBook } from './holding.js';
import { holdingsOf } from './holdings.js';
import type { Price } from './quotes.js';

const NOW = Date.UTC(2026, 2, 3, 10, 30);
const MINUTE = 60_000;
const STABLECOINS = ['USDT', 'USDC'];

const book = (symbol: string, size: string, entry: string, rest: Partial<OpenBook> = {}): OpenBook => ({
  ...{ exchange: 'mybot', symbol, market: 'spot', side: 'long', isDust: false, pricePlaces: 2 },
  ...{ size: new Decimal(size), cost: new Decimal(size).times(entry), contractSize: ONE, fees: ZERO },
  ...rest,
});

const balance = (asset: string, free: string, used = '0', exchange = 'mybot') => ({
  ...{ exchange, asset, free: new Decimal(free), used: new Decimal(used) },
  total: new Decimal(free).plus(used),
});

const read = (source: 'put' | 'sync', rest: object = {}) => ({
  ...{ exchange: 'mybot', source, asOf: NOW - MINUTE, failedSince: null, error: null },
  ...rest,
});

interface Given extends Partial<Known> {
  /** By symbol; those of an asset in USDT are its worth. */
  readonly prices?: Readonly<Record<string, string | Price>>;
}

/** The portfolio of what is given, with figures for machines. */
function portfolio({ prices = {}, ...given }: Given) {
  const known: Known = { books: [], balances: [], reads: [], swaps: [], ...given };
  const priceOf = (symbol: string): Price | null => {
    const price = prices[symbol];
    if (typeof price === 'object') return price;
    return price === undefined ? null : { price: new Decimal(price), asOf: NOW, stale: false };
  };
  const holdings = holdingsOf(known, {
    currency: 'USDT',
    isCash: (asset) => STABLECOINS.includes(asset),
  });
  const valued = valuedOf(
    known,
    holdings,
    {
      mark: ({ symbol }) => priceOf(symbol),
      worth: (_, asset) =>
        asset === 'USDT' ? { price: ONE, asOf: NOW, stale: false } : priceOf(`${asset}/USDT`),
    },
    { now: NOW, oldAfterMs: 3 * MINUTE },
  );
  return { valued, body: portfolioBody(valued, { raw: true, now: NOW }) };
}

/** The lines of a portfolio: symbol, size, entry, mark, unrealised. */
const linesOf = ({ body }: ReturnType<typeof portfolio>) =>
  body.positions.map((line) => [
    ...[line.symbol, line.side, line.size, line.entry_price, line.mark_price, line.unrealized_pnl],
  ]);

describe('a portfolio', () => {
  test('of free cash and a position is that of the page', () => {
    const { body } = portfolio({
      books: [book('BTC/USDT', '0.05', '45000')],
      balances: [balance('USDT', '8200')],
      reads: [read('put')],
      prices: { 'BTC/USDT': '46000' },
    });
    const { raw, ...page } = body;
    expect(page).toEqual({
      ...{ total_equity: '10,500.00 USDT', available_balance: '8,200.00 USDT', exposure: '2,300.00 USDT' },
      positions: [
        {
          ...{ symbol: 'BTC/USDT', side: 'long', size: '0.05', entry_price: '45,000.00' },
          ...{ mark_price: '46,000.00', unrealized_pnl: '+50.00 USDT' },
        },
      ],
      updated_at: '2026-03-03T10:30:00Z',
    });
    const figures = {
      ...{ total_equity: '10500', available_balance: '8200', exposure: '2300', unrealized_pnl: '50' },
    };
    expect(raw).toEqual({
      currency: 'USDT',
      ...figures,
      positions: [
        {
          ...{ exchange: 'mybot', symbol: 'BTC/USDT', side: 'long', size: '0.05', entry_price: '45000' },
          ...{ mark_price: '46000', unrealized_pnl: '50', as_of: '2026-03-03T10:30:00Z' },
        },
      ],
      by_exchange: [{ exchange: 'mybot', ...figures, stale: false, as_of: '2026-03-03T10:29:00Z' }],
      unpriced: [],
    });
  });

  test('of nothing is nothing, and nothing is known', () => {
    const { body, valued } = portfolio({});
    const { raw: _, ...page } = body;
    expect(page).toEqual({
      ...{ total_equity: '0.00 USDT', available_balance: '0.00 USDT', exposure: '0.00 USDT' },
      ...{ positions: [], updated_at: '2026-03-03T10:30:00Z' },
    });
    expect(valued.known).toBe(false);
  });

  test('counts what is bound in orders as equity, and as available only what is free', () => {
    const { body } = portfolio({ balances: [balance('USDT', '100', '50')], reads: [read('sync')] });
    expect([body.total_equity, body.available_balance]).toEqual(['150.00 USDT', '100.00 USDT']);
  });

  test('takes stablecoins at their price', () => {
    const { body } = portfolio({
      balances: [balance('USDC', '1000')],
      reads: [read('sync')],
      prices: { 'USDC/USDT': '0.998' },
    });
    expect([body.total_equity, body.available_balance, body.positions]).toEqual([
      ...['998.00 USDT', '998.00 USDT', []],
    ]);
  });

  test('needs no price of a stablecoin of which there is none', () => {
    const { body, valued } = portfolio({
      balances: [balance('USDT', '100'), balance('USDC', '0')],
      reads: [read('put')],
    });
    expect([body.total_equity, body.unpriced, valued.partial]).toEqual(['100.00 USDT', undefined, false]);
  });
});

describe('an asset', () => {
  const btc = { books: [book('BTC/USDT', '0.05', '45000')], prices: { 'BTC/USDT': '46000' } };

  test('of which more is held than fills explain has a known and an unknown part', () => {
    const given = portfolio({ ...btc, balances: [balance('BTC', '0.08')], reads: [read('sync')] });
    expect(linesOf(given)).toEqual([
      ['BTC/USDT', 'long', '0.05', '45,000.00', '46,000.00', '+50.00 USDT'],
      ['BTC/USDT', 'long', '0.03', null, '46,000.00', null],
    ]);
    expect([given.body.total_equity, given.valued.unknownCost]).toEqual(['3,680.00 USDT', ['BTC']]);
  });

  test('of which less is held keeps its average entry', () => {
    const given = portfolio({ ...btc, balances: [balance('BTC', '0.02')], reads: [read('sync')] });
    expect(linesOf(given)).toEqual([['BTC/USDT', 'long', '0.02', '45,000.00', '46,000.00', '+20.00 USDT']]);
  });

  test('that is borrowed is owed', () => {
    const balances = [balance('USDT', '10000'), balance('BTC', '-0.1')];
    const given = portfolio({ ...btc, balances, reads: [read('sync')] });
    const { total_equity, available_balance, exposure } = given.body;
    expect([total_equity, available_balance, exposure, linesOf(given)]).toEqual([
      ...['5,400.00 USDT', '10,000.00 USDT', '4,600.00 USDT'],
      [['BTC/USDT', 'short', '0.1', null, '46,000.00', null]],
    ]);
  });

  test('that an exchange does not name is gone, and one that somebody did not name is there', () => {
    const balances = [balance('USDT', '1')];
    expect(portfolio({ ...btc, balances, reads: [read('sync')] }).body.total_equity).toBe('1.00 USDT');
    expect(portfolio({ ...btc, balances, reads: [read('put')] }).body.total_equity).toBe('2,301.00 USDT');
  });

  test('that several symbols bought is shared between them', () => {
    const given = portfolio({
      books: [book('BTC/USDT', '0.03', '45000'), book('BTC/USDC', '0.01', '44000')],
      balances: [balance('BTC', '0.02')],
      reads: [read('sync')],
      prices: { 'BTC/USDT': '46000', 'BTC/USDC': '46000', 'USDC/USDT': '0.5' },
    });
    expect(linesOf(given)).toEqual([
      ['BTC/USDT', 'long', '0.015', '45,000.00', '46,000.00', '+15.00 USDT'],
      ['BTC/USDC', 'long', '0.005', '44,000.00', '46,000.00', '+5.00 USDT'],
    ]);
  });

  test('without a price is named and in no sum', () => {
    const given = portfolio({ books: [book('XYZ/USDT', '7', '3')], prices: {} });
    expect(linesOf(given)).toEqual([['XYZ/USDT', 'long', '7', '3.00', null, null]]);
    expect([given.body.unpriced, given.body.total_equity, given.valued.partial]).toEqual([
      ...[['XYZ'], '0.00 USDT', true],
    ]);
  });

  test('that is worth less than a cent and was left over is counted and not listed', () => {
    const given = portfolio({
      balances: [balance('BTC', '0.0000001')],
      reads: [read('sync')],
      prices: { 'BTC/USDT': '46000' },
    });
    expect([linesOf(given), given.body.raw?.total_equity]).toEqual([[], '0.0046']);
  });

  test('has an average entry as precise as the prices of its fills', () => {
    const cost = new Decimal('135002');
    const given = portfolio({ ...btc, books: [book('BTC/USDT', '3', '0', { cost })] });
    expect(given.body.positions[0]?.entry_price).toBe('45,000.67');
    expect(given.body.raw?.positions[0]?.entry_price).toBe('45000.666666666666666667');
  });
});

describe('a swap', () => {
  const swap = (side: 'long' | 'short') =>
    book('BTC/USDT:USDT', '10', '450', { market: 'swap', side, contractSize: new Decimal('0.01') });
  const short = { ...swap('short'), cost: new Decimal('4500') };
  const prices = { 'BTC/USDT:USDT': '46000' };

  test('adds what it gained to the equity and its whole value to the exposure', () => {
    const given = portfolio({
      books: [short],
      balances: [balance('USDT', '1000')],
      reads: [read('put')],
      prices,
    });
    const { total_equity, available_balance, exposure } = given.body;
    expect(linesOf(given)).toEqual([
      ['BTC/USDT:USDT', 'short', '10', '45,000.00', '46,000.00', '-100.00 USDT'],
    ]);
    expect([total_equity, available_balance, exposure]).toEqual([
      ...['900.00 USDT', '1,000.00 USDT', '4,600.00 USDT'],
    ]);
  });

  const told = (rest: object) => ({
    ...{
      exchange: 'mybot',
      symbol: 'BTC/USDT:USDT',
      side: 'short',
      asOf: NOW,
      contractSize: new Decimal('0.01'),
    },
    ...{ size: new Decimal('20'), entryPrice: null, markPrice: null, unrealized: null },
    ...rest,
  });

  test.each([
    [
      'what the exchange says, where fills explain another size',
      { entryPrice: new Decimal('45500') },
      '45,500.00',
      '-100.00 USDT',
    ],
    [
      'what the fills say, where they explain all of it',
      { size: new Decimal('10'), entryPrice: new Decimal('1') },
      '45,000.00',
      '-100.00 USDT',
    ],
    ['unknown, and gained what the exchange says', { unrealized: new Decimal('-7') }, null, '-7.00 USDT'],
  ])('cost %s', (_, rest, entry, gain) => {
    const given = portfolio({ books: [short], swaps: [told(rest) as Known['swaps'][number]], prices });
    expect(given.body.positions.map((line) => [line.entry_price, line.unrealized_pnl])).toEqual([
      [entry, gain],
    ]);
  });

  test('of unknown gain is named and in no sum', () => {
    const { body } = portfolio({ swaps: [told({}) as Known['swaps'][number]], prices });
    expect([body.unpriced, body.total_equity, body.exposure]).toEqual([
      ...[['BTC/USDT:USDT'], '0.00 USDT', '9,200.00 USDT'],
    ]);
  });
});

describe('a portfolio is stale', () => {
  const cash = { balances: [balance('USDT', '1')] };
  const caveats = ({ body: { stale, as_of } }: ReturnType<typeof portfolio>) => ({ stale, as_of });

  test.each([
    ['while an exchange cannot be read', [read('sync', { failedSince: NOW })], '2026-03-03T10:29:00Z'],
    ['when it was read too long ago', [read('sync', { asOf: NOW - 4 * MINUTE })], '2026-03-03T10:26:00Z'],
  ])('%s', (_, reads, as_of) => {
    expect(caveats(portfolio({ ...cash, reads }))).toEqual({ stale: true, as_of });
  });

  test('when a price is, as of the oldest of what is', () => {
    const prices = { 'BTC/USDT': { price: new Decimal(1), asOf: NOW - 2 * MINUTE, stale: true } };
    const given = portfolio({ books: [book('BTC/USDT', '1', '1')], prices });
    expect(caveats(given)).toEqual({ stale: true, as_of: '2026-03-03T10:28:00Z' });
  });

  test('not when a balance was told long ago', () => {
    const given = portfolio({ ...cash, reads: [read('put', { asOf: NOW - 9_999 * MINUTE })] });
    expect(caveats(given)).toEqual({ stale: undefined, as_of: undefined });
  });
});

test('ten thousand positions are worked out while nobody notices', () => {
  const books = Array.from({ length: 10_000 }, (_, index) => book(`C${index}/USDT`, '2', '12.5'));
  const began = performance.now();
  const { positions } = holdingsOf(
    { books, balances: [], reads: [], swaps: [] },
    { currency: 'USDT', isCash: (asset) => STABLECOINS.includes(asset) },
  );
  expect([positions.length, performance.now() - began < 2_000]).toEqual([10_000, true]);
});
