import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MainClient } from 'binance';
import { type RunningSimulator, startSimulator } from '../src/index.js';
import { control } from './client.js';

const HOUR = 3_600_000;
let simulator: RunningSimulator;
let client: MainClient;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'tests' });
  await control(simulator.url, 'POST', 'accounts', {
    ...{ key: 'other-client', secret: 'its-secret', permissions: ['read', 'trade'] },
    balances: { USDT: '5000', ETH: '40' },
  });
  client = new MainClient({
    ...{ api_key: 'other-client', api_secret: 'its-secret', baseUrl: simulator.url },
    ...{ disableTimeSync: true, beautifyResponses: false },
  });
});
afterAll(() => simulator.close());

describe('a Binance client that has nothing to do with ccxt', () => {
  test('reads the market', async () => {
    await control(simulator.url, 'POST', 'prices', { 'BTC/USDT': '46000', frozen: true });
    expect(await client.testConnectivity()).toEqual({});
    const info = await client.getExchangeInfo();
    expect(info.symbols.map(({ symbol }) => symbol)).toContain('BTCUSDT');
    const ticker = await client.get24hrChangeStatistics({ symbol: 'BTCUSDT', type: 'FULL' });
    const book = await client.getOrderBook({ symbol: 'BTCUSDT', limit: 5 });
    const candles = await client.getKlines({ symbol: 'BTCUSDT', interval: '1h', limit: 3 });
    expect([ticker.lastPrice, book.bids.length, book.asks.length, candles.length]).toEqual([
      '46000.00',
      5,
      5,
      3,
    ]);
  });

  test('reads its account and what its key may do', async () => {
    const { balances, canTrade, canWithdraw } = await client.getAccountInformation();
    expect({ balances, canTrade, canWithdraw }).toEqual({
      balances: [
        { asset: 'ETH', free: '40.00000000', locked: '0.00000000' },
        { asset: 'USDT', free: '5000.00000000', locked: '0.00000000' },
      ],
      canTrade: true,
      canWithdraw: false,
    });
    expect(await client.getApiKeyPermissions()).toMatchObject({
      enableReading: true,
      enableSpotAndMarginTrading: true,
      enableWithdrawals: false,
    });
    expect([await client.getDepositHistory(), await client.getWithdrawHistory()]).toEqual([[], []]);
  });

  test('buys at the market, and rests, finds and cancels an order', async () => {
    await control(simulator.url, 'POST', 'books', {
      'BTC/USDT': { bids: [['45999', '5']], asks: [['46000', '5']] },
    });
    const bought = await client.submitNewOrder({
      ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: 0.05, newOrderRespType: 'FULL' },
    });
    expect(bought).toMatchObject({
      status: 'FILLED',
      cummulativeQuoteQty: '2300.00000000',
      fills: [
        { price: '46000.00000000', qty: '0.05000000', commission: '0.00005000', commissionAsset: 'BTC' },
      ],
    });
    const { orderId } = await client.submitNewOrder({
      ...{
        symbol: 'BTCUSDT',
        side: 'SELL',
        type: 'LIMIT',
        timeInForce: 'GTC',
        quantity: 0.01,
        price: 50_000,
      },
    });
    const named = { symbol: 'BTCUSDT', orderId };
    expect((await client.getOpenOrders({ symbol: 'BTCUSDT' })).map((order) => order.orderId)).toEqual([
      orderId,
    ]);
    expect(await client.getOrder(named)).toMatchObject({ status: 'NEW', price: '50000.00000000' });
    expect(await client.cancelOrder(named)).toMatchObject({ status: 'CANCELED' });
    expect((await client.getAllOrders({ symbol: 'BTCUSDT' })).map(({ status }) => status)).toEqual([
      'FILLED',
      'CANCELED',
    ]);
  });

  test('pages through a history by id without losing or repeating a fill', async () => {
    const begin = Date.now() - 100 * HOUR;
    const fills = Array.from({ length: 2_345 }, (_, index) => ({
      ...{ symbol: 'ETH/USDT', side: index % 2 ? 'buy' : 'sell', price: '2000', amount: '0.01' },
      executed_at: new Date(begin + Math.floor(index / 3) * 60_000).toISOString(),
      fee: { cost: '0.02', currency: 'USDT' },
    }));
    const put = await control(simulator.url, 'POST', 'fills', { key: 'other-client', fills });
    expect(put).toMatchObject({ status: 201, body: { account: 'other-client', stored: 2_345 } });
    const ids: number[] = [];
    for (let fromId = 0; ; fromId = (ids.at(-1) ?? 0) + 1) {
      const page = await client.getAccountTradeList({ symbol: 'ETHUSDT', fromId, limit: 1_000 });
      ids.push(...page.map(({ id }) => id));
      if (page.length < 1_000) break;
    }
    expect([ids.length, new Set(ids).size]).toEqual([2_345, 2_345]);
    expect([...ids].sort((a, b) => a - b)).toEqual(ids);
    const latest = await client.getAccountTradeList({ symbol: 'ETHUSDT' });
    expect(latest.map(({ id }) => id)).toEqual(ids.slice(-500));
    const hour = { startTime: begin + HOUR, endTime: begin + 2 * HOUR - 1 };
    const within = await client.getAccountTradeList({ symbol: 'ETHUSDT', ...hour });
    expect(within.map(({ id }) => id)).toEqual(ids.slice(180, 360));
    const tooLong = { symbol: 'ETHUSDT', startTime: begin, endTime: begin + 24 * HOUR + 1 };
    await expect(client.getAccountTradeList(tooLong)).rejects.toMatchObject({ code: -1127 });
  });
});
