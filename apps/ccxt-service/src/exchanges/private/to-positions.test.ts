import { describe, expect, test } from '@jest/globals';
import { toPositions } from './to-positions.js';

const MARKETS = { 'BTC/USDT:USDT': { contractSize: 0.001 } };
const POSITION = {
  symbol: 'BTC/USDT:USDT',
  side: 'long',
  contracts: '12',
  contractSize: undefined,
  entryPrice: '45000.10',
  markPrice: '46000',
  unrealizedPnl: '11.9988',
};
const SHORT = {
  ...POSITION,
  side: 'short',
  contractSize: '0.001',
  markPrice: '0',
  unrealizedPnl: '-1E-3',
};

describe('positions', () => {
  test('are told with the size of a contract, and null for what the exchange does not tell', () => {
    const empty = { ...POSITION, contracts: '0', side: undefined };
    expect(toPositions([POSITION, empty, SHORT, POSITION], MARKETS)).toEqual([
      {
        symbol: 'BTC/USDT:USDT',
        side: 'long',
        size: '12',
        contract_size: '0.001',
        entry_price: '45000.10',
        mark_price: '46000',
        unrealized_pnl: '11.9988',
      },
      {
        symbol: 'BTC/USDT:USDT',
        side: 'short',
        size: '12',
        contract_size: '0.001',
        entry_price: '45000.10',
        mark_price: null,
        unrealized_pnl: '-0.001',
      },
    ]);
  });

  test.each([
    ['that are no list', {}],
    ['without side', [{ ...POSITION, side: undefined }]],
    ['without market', [{ ...POSITION, symbol: undefined }]],
    ['below zero', [{ ...POSITION, contracts: '-12' }]],
    ['of a market whose contracts have no known size', [{ ...POSITION, symbol: 'ETH/USDT:USDT' }]],
    ['that differ for one side of a market', [POSITION, { ...POSITION, contracts: '13' }]],
  ])('%s are refused', (_what, told) => {
    expect(() => toPositions(told, MARKETS)).toThrow('unexpected answer');
  });
});
