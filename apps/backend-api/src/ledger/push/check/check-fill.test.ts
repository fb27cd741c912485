import { expect, test } from '@jest/globals';
import { createCheckFill } from './check-fill.js';

const NOW = Date.UTC(2026, 2, 3, 12);
const check = createCheckFill(NOW);

const FIELDS = {
  ...{ id: '1', symbol: 'BTC/USDT', side: 'buy', price: '46000.10', amount: '0.05' },
  executed_at: '2026-03-03T10:30:00.123Z',
};
const FILL = {
  ...{
    symbol: 'BTC/USDT',
    market: 'spot',
    id: '1',
    side: 'buy',
    line: 'net',
    price: '46000.10',
    amount: '0.05',
  },
  ...{ contractSize: '1', fees: [], funding: null, executedAt: Date.UTC(2026, 2, 3, 10, 30, 0, 123) },
};
const SWAP = { ...FIELDS, symbol: 'BTC/USDT:USDT' };

test('the least that a fill says', () => {
  expect(check(FIELDS)).toEqual(FILL);
});

test('everything that a swap says', () => {
  expect(
    check({
      ...{
        ...SWAP,
        market: 'swap',
        side: 'sell',
        position_side: 'short',
        contract_size: '0.01',
        funding: '-1e-3',
      },
      ...{
        fee: [
          { cost: '2.25', currency: 'usdt' },
          { cost: '-0.1', currency: 'BNB' },
        ],
        note: 'any',
      },
    }),
  ).toEqual({
    ...{
      ...FILL,
      symbol: 'BTC/USDT:USDT',
      market: 'swap',
      side: 'sell',
      line: 'short',
      contractSize: '0.01',
    },
    ...{
      fees: [
        { cost: '2.25', currency: 'USDT' },
        { cost: '-0.1', currency: 'BNB' },
      ],
      funding: '-0.001',
    },
  });
});

test('what is null is not given, a fee of nothing is none', () => {
  const nothing = { market: null, fee: null, position_side: null, contract_size: null, funding: null };
  const free = [{ cost: '0', currency: 'USDT' }, { cost: null }, { cost: '0.000', currency: null }];
  expect([
    check({ ...FIELDS, ...nothing }),
    check({ ...FIELDS, fee: free }),
    check({ ...FIELDS, fee: {} }),
  ]).toEqual([...[FILL, FILL, FILL]]);
});

test('clocks may differ by five minutes', () => {
  const at = (minutes: number) => ({
    ...FIELDS,
    executed_at: new Date(NOW + minutes * 60_000).toISOString(),
  });
  expect([check(at(5)), check(at(5.01))]).toEqual([
    { ...FILL, executedAt: NOW + 300_000 },
    { problem: 'executed_at is 2026-03-03T12:05:00.600Z: more than 5 minutes in the future' },
  ]);
});

test.each([
  [{ id: undefined }, 'id is missing'],
  [{ id: '' }, 'id is "": give a text'],
  [{ id: 'x'.repeat(129) }, 'id has more than 128 characters'],
  [{ id: 'a\u0000b' }, 'id holds characters that are no text'],
  [{ id: 'a\ud800' }, 'id holds characters that are no text'],
  [{ id: { a: 1 } }, 'id is an object: give a text'],
  [{ id: true }, 'id is true: give a text'],
  [{ price: ['1'] }, 'price is a list: give a decimal number such as "46000.10"'],
  [{ symbol: 'BTCUSDT' }, 'symbol is BTCUSDT: give it in the form of ccxt: BTC/USDT, a swap BTC/USDT:USDT'],
  [
    { symbol: 'btc/usdt' },
    'symbol is btc/usdt: give it in the form of ccxt: BTC/USDT, a swap BTC/USDT:USDT, here BTC/USDT',
  ],
  [
    { symbol: 'BTC/USD:BTC' },
    'symbol is BTC/USD:BTC, an inverse swap (settled in BTC, quoted in USD): only swaps settled in their quote currency are kept',
  ],
  [
    { symbol: 'BTC/USDT:USDT-260626' },
    'symbol is BTC/USDT:USDT-260626, a market that expires: only spot and swaps such as BTC/USDT:USDT are kept',
  ],
  [{ symbol: 'BTC/BTC' }, 'symbol is BTC/BTC: base and quote must differ'],
  [{ side: 'BUY' }, 'side is BUY: give buy or sell'],
  [{ price: '0' }, 'price is 0: it must be above 0'],
  [{ price: '-1' }, 'price is -1: it must be above 0'],
  [{ price: '1,5' }, 'price is 1,5: give a decimal number such as "46000.10"'],
  [{ amount: '0.000' }, 'amount is 0.000: it must be above 0'],
  [
    { executed_at: '2026-03-03T10:30:00' },
    'executed_at is 2026-03-03T10:30:00: give an ISO 8601 time with its zone, such as 2026-03-03T10:30:00Z',
  ],
  [
    { executed_at: '2008-12-31T00:00:00Z' },
    'executed_at is 2008-12-31T00:00:00Z: before there were markets, in 2009',
  ],
  [{ fee: '2.25' }, 'fee is 2.25: give {"cost":"2.25","currency":"USDT"} or a list of them'],
  [
    { fee: { cost: '2.25' } },
    'fee currency is missing: give {"cost":"2.25","currency":"USDT"} or a list of them',
  ],
  [{ fee: { cost: '1', currency: 7 } }, 'fee currency is 7: give its name such as USDT'],
  [{ fee: { cost: 'x', currency: 'USDT' } }, 'fee cost is x: give a decimal number such as "46000.10"'],
  [{ fee: Array(21).fill({ cost: '1', currency: 'USDT' }) }, 'fee is a list of 21: at most 20 are taken'],
  [{ fees: [] }, 'fees is unknown: did you mean fee?'],
  [{ market: 'swap' }, 'market is swap, but BTC/USDT is a spot market; a swap is called BTC/USDT:USDT'],
  [{ market: 'margin' }, 'market is margin: give spot or swap'],
  [{ position_side: 'long' }, 'position_side is long, but BTC/USDT is a spot market: leave it out'],
  [{ position_side: 'up' }, 'position_side is up: give long or short or both'],
  [{ contract_size: '0.1' }, 'contract_size is 0.1, but BTC/USDT is a spot market: leave it out'],
  [{ funding: 'x' }, 'funding is x: give a decimal number such as "46000.10"'],
  [
    { side: 'hold', price: '', amount: null },
    'side is hold: give buy or sell; price is "": give a decimal number such as "46000.10"; amount is missing',
  ],
])('%j is refused', (wrong, problem) => {
  expect(check({ ...FIELDS, ...wrong })).toEqual({ problem });
});

test.each([
  ['buy', '0.051'],
  ['sell', '-0.051'],
])('a fee of a spot %s is not more of the base currency than was traded', (side, cost) => {
  const fee = { cost, currency: 'BTC' };
  const most = { ...fee, cost: cost.slice(0, -1) };
  expect([
    check({ ...FIELDS, side, fee }),
    check({ ...FIELDS, side, fee: [most, { ...fee, cost: '0' }] }),
    check({ ...SWAP, side, fee }),
  ]).toEqual([
    {
      problem: `fee is ${cost} BTC, more than the 0.05 BTC of the fill: give the currency that it was paid in`,
    },
    { ...FILL, side, fees: [most] },
    { ...FILL, symbol: 'BTC/USDT:USDT', market: 'swap', side, fees: [fee] },
  ]);
});

test('spot is not what a swap is called', () => {
  expect(check({ ...SWAP, market: 'spot' })).toEqual({
    problem: 'market is spot, but BTC/USDT:USDT is a swap market; spot is called BTC/USDT',
  });
});

test('what is long is shown cut', () => {
  expect(check({ ...FIELDS, side: 'x'.repeat(500) })).toEqual({
    problem: `side is ${'x'.repeat(40)}…: give buy or sell`,
  });
});
