import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { EquityCurve, Portfolio, Reconciliation } from '@neuratrade/api-contracts';
import { renderEquity } from './equity.js';
import { renderPortfolio } from './portfolio.js';
import { renderReconciliation } from './reconciliation.js';

const FIGURES = { total_equity: '10500', available_balance: '8200', exposure: '2300', unrealized_pnl: '50' };
const [AT, EARLIER] = ['2026-03-03T10:30:00Z', '2026-03-01T00:00:00Z'];

const PORTFOLIO: Portfolio = {
  ...{ total_equity: '10,500.00 USDT', available_balance: '8,200.00 USDT', exposure: '2,300.00 USDT' },
  positions: [
    {
      ...{ symbol: 'BTC/USDT', side: 'long', size: '0.05', entry_price: '45,000.00' },
      ...{ mark_price: '46,000.00', unrealized_pnl: '+50.00 USDT' },
    },
    {
      ...{ symbol: 'XYZ/USDT', side: 'long', size: '7', entry_price: null },
      ...{ mark_price: null, unrealized_pnl: null },
    },
  ],
  updated_at: AT,
  raw: {
    ...{ currency: 'USDT', ...FIGURES, unpriced: ['XYZ'] },
    positions: [
      {
        ...{ exchange: 'binance', symbol: 'BTC/USDT', side: 'long', size: '0.05', entry_price: '45000' },
        ...{ mark_price: '46000', unrealized_pnl: '50', as_of: AT },
      },
      {
        ...{ exchange: 'mybot', symbol: 'XYZ/USDT', side: 'long', size: '7', entry_price: null },
        ...{ mark_price: null, unrealized_pnl: null, as_of: AT },
      },
    ],
    by_exchange: [
      { exchange: 'binance', ...FIGURES, stale: true, as_of: EARLIER },
      {
        ...{ exchange: 'mybot', total_equity: '0', available_balance: '0', exposure: '0' },
        ...{ unrealized_pnl: '0', stale: false, as_of: null },
      },
    ],
  },
  ...{ stale: true, as_of: EARLIER, unpriced: ['XYZ'] },
};

const lines = (text: string): string[] => stripVTControlCharacters(text).split('\n');

test('a portfolio is told by exchange and by position, with what is not certain below', () => {
  expect(lines(renderPortfolio('main', PORTFOLIO))).toEqual([
    'Portfolio of main in USDT, at 2026-03-03T10:30:00Z',
    '',
    'EXCHANGE     EQUITY  AVAILABLE  EXPOSURE  UNREALISED',
    'binance   10,500.00   8,200.00  2,300.00      +50.00',
    'mybot          0.00       0.00      0.00        0.00',
    'all       10,500.00   8,200.00  2,300.00      +50.00',
    '',
    'SYMBOL    EXCHANGE  SIDE  SIZE      ENTRY       MARK  UNREALISED',
    'BTC/USDT  binance   long  0.05  45,000.00  46,000.00      +50.00',
    'XYZ/USDT  mybot     long     7    unknown   no price           -',
    '',
    'Old figures stand for what cannot be read now of binance, some of them of 2026-03-01T00:00:00Z.',
    '',
    'In no sum while nothing prices them: XYZ',
  ]);
});

test('an empty portfolio says so', () => {
  const { stale: _, as_of: __, unpriced: ___, raw, ...rest } = PORTFOLIO;
  if (raw === undefined) throw new Error('no raw figures');
  const zero = { total_equity: '0', available_balance: '0', exposure: '0', unrealized_pnl: '0' };
  const empty = { ...rest, positions: [], raw: { ...raw, ...zero, positions: [], by_exchange: [] } };
  expect(lines(renderPortfolio('bot-2', empty))).toEqual([
    'Portfolio of bot-2 in USDT, at 2026-03-03T10:30:00Z',
    '',
    'EXCHANGE  EQUITY  AVAILABLE  EXPOSURE  UNREALISED',
    'all         0.00       0.00      0.00        0.00',
    '',
    'No position is open.',
  ]);
});

test('a reconciliation is a sum that ends with what nothing explains', () => {
  const reconciliation: Reconciliation = {
    ...{ currency: 'USDT', from: EARLIER, to: AT, executed_from: null },
    ...{ equity_from: '10500', equity_to: '11009.08', equity_change: '509.08', realized_pnl: '29.08' },
    ...{ unrealized_change: '-20', open_fees_change: '1.5', flows: '500', residual: '1.5' },
    ...{ unknown_cost: ['ETH'], unpriced: ['XYZ'] },
  };
  expect(lines(renderReconciliation('main', reconciliation))).toEqual([
    'Reconciliation of main: equity changed by +509.08 USDT',
    '',
    'EQUITY                                 USDT',
    'at 2026-03-01T00:00:00Z           10,500.00',
    'realised, after fees                 +29.08',
    'unrealised, change                   -20.00',
    'fees and funding of what is open      -1.50',
    'deposits less withdrawals           +500.00',
    'not explained                         +1.50',
    'at 2026-03-03T10:30:00Z           11,009.08',
    '',
    'What is held of ETH beyond the known fills has an unknown cost: changes of its price are not explained.',
    '',
    'In no sum while they have no price: XYZ',
  ]);
});

test('equity over time is a table that says which lines are partial', () => {
  const point = {
    equity: '10500',
    available_balance: '8200',
    exposure: '2300',
    unrealized_pnl: '50',
    low: '9000',
    flows: null,
  };
  const curve: EquityCurve = {
    ...{ currency: 'USDT', from: EARLIER, to: AT, step_seconds: 86_400 },
    points: [
      { at: EARLIER, ...point, partial: true },
      { at: AT, ...point, partial: false },
    ],
  };
  expect(lines(renderEquity('main', curve))).toEqual([
    'Equity of main in USDT, from 2026-03-01T00:00:00Z to 2026-03-03T10:30:00Z',
    '',
    'AT                       EQUITY  AVAILABLE  EXPOSURE  UNREALISED',
    '2026-03-01T00:00:00Z  10,500.00   8,200.00  2,300.00      +50.00  partial',
    '2026-03-03T10:30:00Z  10,500.00   8,200.00  2,300.00      +50.00',
    '',
    'Partial: something could not be read or priced then, and is in none of its figures.',
  ]);
  expect(renderEquity('main', { ...curve, points: [] })).toBe(
    'There is no snapshot of main from 2026-03-01T00:00:00Z to 2026-03-03T10:30:00Z.',
  );
});
