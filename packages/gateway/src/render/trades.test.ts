import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { renderTrades } from './trades.js';
import { renderImport } from './trades-import.js';
import { describeImport } from './trades-progress.js';

const trade = {
  ...{
    id: '7-2',
    account: 'main',
    exchange: 'mybot',
    symbol: 'BTC/USDT',
    side: 'long' as const,
    size: '0.05',
  },
  ...{
    entry_price: '45000',
    exit_price: '46000.333333333333333333',
    duration_seconds: 15_300,
    pnl: '1250.005',
  },
  ...{
    opened_at: '2026-03-03T10:30:00.000Z',
    closed_at: '2026-03-03T14:45:00.500Z',
    fees: '0',
    funding: '0',
  },
};
const shown = (...given: Parameters<typeof renderTrades>): string[] =>
  stripVTControlCharacters(renderTrades(...given)).split('\n');

test('trades as a table', () => {
  const others = [
    {
      ...trade,
      side: 'short' as const,
      symbol: 'DOGE/USDT:USDT',
      size: '1200',
      entry_price: '0.00001234',
      pnl: '-0.005',
    },
    { ...trade, pnl: null, duration_seconds: 0, size: '1' },
    { ...trade, pnl: '0.004', duration_seconds: 183_600 },
  ];
  expect(shown({ currency: 'USDT', trades: [trade, ...others], next_cursor: null })).toEqual([
    'CLOSED               EXCHANGE  SYMBOL          SIDE    SIZE       ENTRY            EXIT   PNL USDT    HELD',
    '2026-03-03 14:45:00  mybot     BTC/USDT        long    0.05   45,000.00  46,000.3333333  +1,250.01  4h 15m',
    '2026-03-03 14:45:00  mybot     DOGE/USDT:USDT  short  1,200  0.00001234  46,000.3333333      -0.01  4h 15m',
    '2026-03-03 14:45:00  mybot     BTC/USDT        long       1   45,000.00  46,000.3333333   unpriced      0s',
    '2026-03-03 14:45:00  mybot     BTC/USDT        long    0.05   45,000.00  46,000.3333333       0.00   2d 3h',
    '',
    '4 trades, times in UTC',
  ]);
});

test('the account stands in it where it is not the default; that there are more is said', () => {
  const lines = shown({ currency: 'USDT', trades: [{ ...trade, account: 'bot-2' }], next_cursor: 'x' });
  expect([lines[0]?.slice(0, 15), lines[1]?.slice(0, 15), lines.at(-1)]).toEqual([
    'ACCOUNT  CLOSED',
    'bot-2    2026-0',
    '1 trade, times in UTC; there are older ones, which a larger --limit shows',
  ]);
});

test('no trade says how to get some', () => {
  expect(shown({ currency: 'USDT', trades: [], next_cursor: null })).toEqual([
    'There is no closed trade. Bring fills in with neuratrade trades import FILE --exchange NAME, or add an exchange with read-only keys.',
  ]);
});

test('an import says what became of its fills, and nothing that a terminal would obey', () => {
  const first = [
    { line: 1_017, id: '9\u001b[2J', reason: 'price is \u001b]0;x: it must be above 0', fill: '{}' },
    { line: 1_018, id: null, reason: 'is no valid JSON: give one object a line', fill: '{' },
    { line: 1_019, id: '10', reason: 'conflict', fill: '{}' },
  ];
  const imported = {
    ...{
      file: 'f.csv',
      account: 'main',
      exchange: 'mybot',
      unit: 'line' as const,
      fills: 12_010,
      stored: 11_950,
    },
    ...{ duplicates: 40, rejected: { count: 20, first, file: 'f.csv.rejected.ndjson' } },
  };
  expect(stripVTControlCharacters(renderImport(imported)).split('\n')).toEqual([
    '12,010 fills of account main on mybot: 11,950 stored, 40 known before, 20 rejected.',
    '✖ line 1,017 (id 9\\x1b[2J): price is \\x1b]0;x: it must be above 0',
    '✖ line 1,018: is no valid JSON: give one object a line',
    '✖ line 1,019 (id 10): conflict: a fill with this id is stored that says something else. It stays as it is',
    'and 17 more; all of them: f.csv.rejected.ndjson',
  ]);
});

test('progress tells fills, their rate, and how much of the file is read where that is known', () => {
  const half = { fills: 120_000, read: 12 * 1024 * 1024, ms: 4_000 };
  expect([
    describeImport({ ...half, size: 40 * 1024 * 1024 }),
    describeImport({ ...half, size: undefined }),
  ]).toEqual([
    '120,000 fills, 30,000 a second; 12 MiB of 40 MiB (30 %) read',
    '120,000 fills, 30,000 a second; 12 MiB read',
  ]);
});
