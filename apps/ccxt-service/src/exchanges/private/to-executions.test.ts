import { describe, expect, test } from '@jest/globals';
import type { MarketInterface } from 'ccxt';
import { toExecutions } from './to-executions.js';

const SWAP = { id: 'BTCUSDT', symbol: 'BTC/USDT:USDT', contract: true } as MarketInterface;
const TIME = Date.parse('2026-03-03T10:30:00.123Z');

const trade = (id: string, info: object, more: object = {}) => ({
  ...{ id, info, symbol: SWAP.symbol, timestamp: TIME, side: 'sell', price: '46000', amount: '3' },
  ...more,
});
const told = (id: string, position_side: string, fees: object[]) => ({
  ...{ id, symbol: SWAP.symbol, side: 'sell', price: '46000', amount: '3', fees, position_side },
  executed_at: '2026-03-03T10:30:00.123Z',
});

describe('executions of a swap', () => {
  test('name the position that they belong to in hedge mode, and every fee', () => {
    const fees = [
      { cost: '0.1', currency: 'USDT' },
      { cost: '0.2', currency: 'BNB' },
    ];
    const listed = [
      trade('1', { positionSide: 'LONG' }, { fee: fees[0], fees: [] }),
      trade('2', { posSide: 'short' }, { fees }),
      trade('3', { positionSide: 'BOTH' }, { fees: [{ cost: undefined, currency: undefined }] }),
      trade('4', ['a', 'list'], { fee: { cost: '0', currency: undefined } }),
    ];
    expect(toExecutions(listed, SWAP, { alone: true }).map(({ execution }) => execution)).toEqual([
      told('1', 'long', fees.slice(0, 1)),
      told('2', 'short', fees),
      told('3', 'both', []),
      told('4', 'both', []),
    ]);
  });

  test('of other markets are left out where the exchange lists all markets together, else refused', () => {
    const listed = [trade('1', {}), trade('2', {}, { symbol: 'ETH/USDT:USDT' })];
    const ids = toExecutions(listed, SWAP, { alone: false }).map(({ id }) => id);
    expect(ids).toEqual(['1']);
    expect(() => toExecutions(listed, SWAP, { alone: true })).toThrow('unexpected answer');
  });
});
