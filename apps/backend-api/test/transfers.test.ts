import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, startPostgres } from '@neuratrade/test-kit';
import { Decimal } from '../src/ledger/decimal.js';
import type { ToldPosition } from '../src/ledger/exchange-positions/position.js';
import { createExchangePositions, type ExchangePositions } from '../src/ledger/exchange-positions/service.js';
import type { Place } from '../src/ledger/fills/store.js';
import { createTransfers, type Transfers } from '../src/ledger/transfers/service.js';
import { ledgerRig } from './ledger-rig.js';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 3);

const cleanup = createCleanup();
const prices = new Map<string, string>([['USDT', '1']]);
let transfers: Transfers;
let positions: ExchangePositions;
let place: Place;

beforeAll(async () => {
  const rig = await ledgerRig(cleanup, cleanup.use(await startPostgres()));
  const rates = {
    many:
      async () =>
      ({ currency }: { currency: string }) => {
        const price = prices.get(currency);
        return price === undefined ? null : new Decimal(price);
      },
  };
  transfers = createTransfers({ pool: rig.pool, rates });
  positions = createExchangePositions({ pool: rig.pool });
  place = await rig.place('binance');
});
afterAll(cleanup.run);

const told = async (from: number, to: number) =>
  (await transfers.flows(place.account.id, from, to)).map(({ at, asset, amount, value }) => [
    ...[at, asset, amount.toFixed(), value?.toFixed() ?? null],
  ]);

describe('deposits and withdrawals', () => {
  test('are stored once, and valued as soon as a price is known', async () => {
    const given = [
      { kind: 'deposit', id: 'a', asset: 'USDT', amount: '500.25', executedAt: NOW },
      { kind: 'withdrawal', id: 'a', asset: 'BTC', amount: '0.5', executedAt: NOW + 1 },
    ] as const;
    expect([await transfers.add(place, given), await transfers.add(place, given)]).toEqual([2, 0]);
    expect(await told(0, NOW + DAY)).toEqual([
      [NOW, 'USDT', '500.25', '500.25'],
      [NOW + 1, 'BTC', '-0.5', null],
    ]);
    prices.set('BTC', '46000');
    await transfers.value();
    expect(await told(NOW, NOW + 1)).toEqual([[NOW + 1, 'BTC', '-0.5', '-23000']]);
  });

  test('keep the value that they were given first', async () => {
    prices.set('BTC', '1');
    await transfers.value(place.account.id);
    expect(await told(NOW, NOW + 1)).toEqual([[NOW + 1, 'BTC', '-0.5', '-23000']]);
  });
});

test('positions are those that their exchange told last, however late an older answer comes', async () => {
  const position = (symbol: string, size: string): ToldPosition => ({
    ...{ symbol, size, side: 'long', contractSize: '1' },
    ...{ entryPrice: '100.5', markPrice: null, unrealized: '-2' },
  });
  const list = async () =>
    (await positions.of(place.account.id)).map(({ symbol, size, asOf }) => [symbol, size.toFixed(), asOf]);
  await positions.replace(place, [position('BTC/USDT:USDT', '2'), position('ETH/USDT:USDT', '1')], NOW);
  await positions.replace(place, [position('BTC/USDT:USDT', '3')], NOW + 1_000);
  await positions.replace(place, [position('BTC/USDT:USDT', '2')], NOW);
  expect(await list()).toEqual([['BTC/USDT:USDT', '3', NOW + 1_000]]);
  expect((await positions.of(place.account.id))[0]).toEqual({
    ...{ exchange: 'binance', symbol: 'BTC/USDT:USDT', side: 'long', asOf: NOW + 1_000 },
    ...{ size: new Decimal(3), contractSize: new Decimal(1), entryPrice: new Decimal('100.5') },
    ...{ markPrice: null, unrealized: new Decimal(-2) },
  });
  await positions.replace(place, [], NOW + 2_000);
  expect(await list()).toEqual([]);
});
