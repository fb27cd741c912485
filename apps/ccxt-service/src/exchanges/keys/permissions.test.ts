import { describe, expect, test } from '@jest/globals';
import { createClient } from '../client.js';
import { createTransport } from '../transport.js';
import { PERMISSION_QUESTIONS } from './permissions.js';

const read = (name: string, answer: unknown) => PERMISSION_QUESTIONS[name]?.read(answer);

const binance = (allowed: object) => ({
  ipRestrict: false,
  createTime: 1698645219000,
  enableReading: true,
  enableWithdrawals: false,
  enableInternalTransfer: false,
  enableMargin: false,
  enableFutures: false,
  permitsUniversalTransfer: false,
  enableVanillaOptions: false,
  enableFixApiTrade: false,
  enableFixReadOnly: true,
  enableSpotAndMarginTrading: false,
  enablePortfolioMarginTrading: false,
  ...allowed,
});
const bybit = (readOnly: unknown, permissions: object) => ({ retCode: 0, result: { readOnly, permissions } });
const okx = (perm: string) => ({ code: '0', data: [{ uid: '1', perm }] });
const kucoin = (permission: string) => ({ code: '200000', data: { permission, apiVersion: 3 } });
const bitget = (...authorities: string[]) => ({ code: '00000', data: { authorities } });

const READ_ONLY = { read: true, trade: false, withdraw: false };
const TRADES = { read: true, trade: true, withdraw: false };
const WITHDRAWS = { read: true, trade: false, withdraw: true };

describe('what a key may do is read from the answer of', () => {
  test.each([
    ['binance', binance({}), READ_ONLY],
    ['binance', binance({ enableSpotAndMarginTrading: true }), TRADES],
    ['binance', binance({ enableFutures: true }), TRADES],
    ['binance', binance({ enableWithdrawals: true }), WITHDRAWS],
    ['binance', binance({ enableInternalTransfer: true }), WITHDRAWS],
    ['binance', binance({ permitsUniversalTransfer: true }), WITHDRAWS],
    ['binance', binance({ enableReading: false }), { ...READ_ONLY, read: false }],
    ['bybit', bybit(1, { Spot: ['SpotTrade'], Wallet: ['Withdraw'] }), READ_ONLY],
    ['bybit', bybit(0, { Spot: ['SpotTrade'], Wallet: [], NFT: null }), TRADES],
    ['bybit', bybit('0', { Spot: [], Wallet: ['Withdraw'] }), WITHDRAWS],
    ['okx', okx('read_only'), READ_ONLY],
    ['okx', okx('read_only,trade'), TRADES],
    ['okx', okx('read_only, withdraw'), WITHDRAWS],
    ['kucoin', kucoin('General'), READ_ONLY],
    ['kucoin', kucoin('General,Spot'), TRADES],
    ['kucoin', kucoin('General,Transfer'), WITHDRAWS],
    ['bitget', bitget('coor', 'stor', 'taxr', 'wtor'), READ_ONLY],
    ['bitget', bitget('coor', 'stow'), TRADES],
    ['bitget', bitget('stor', 'wwow'), WITHDRAWS],
    ['bitget', bitget('readonly', 'trade'), { read: true, trade: true, withdraw: null }],
  ])('%s: %j', (name, answer, permissions) => {
    expect(read(name, answer)).toEqual(permissions);
  });

  test.each([
    ['binance', '<html></html>'],
    ['binance', {}],
    ['bybit', { retCode: 0, result: {} }],
    ['bybit', bybit(2, {})],
    ['okx', { code: '0', data: [] }],
    ['kucoin', { data: {} }],
    ['bitget', { data: null }],
  ])('%s, but not from %j', (name, answer) => {
    expect(() => read(name, answer)).toThrow();
  });

  test('an endpoint that the client of the exchange has', () => {
    const options = { timeoutMs: 1, simulatorUrl: 'http://127.0.0.1:1', fetch: createTransport().fetch };
    const kinds = Object.entries(PERMISSION_QUESTIONS).map(([name, { call }]) => {
      const client = createClient({ name }, options) as unknown as Record<string, unknown>;
      return typeof client[call];
    });
    expect(kinds).toEqual(kinds.map(() => 'function'));
  });
});
