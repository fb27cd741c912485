import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Account } from '../accounts/account.js';
import { createMarket, type Market } from '../market/market.js';
import { MARKETS, type MarketSymbol } from '../market/symbols.js';
import { ExchangeError } from '../protocol/answer.js';
import { createParts } from '../protocol/parts.js';
import { baseAmount, quoteAmount } from './amounts.js';
import type { OrderWish } from './place.js';

const START = Date.UTC(2026, 2, 3, 10, 30);
const ASSETS = ['USDT', 'BTC', 'ETH', 'BNB', 'XRP'];
const FUNDS = 10n ** 13n;
const markets = MARKETS.slice(0, 4);

function openAccount(market: Market, paysFeesInBnb: boolean) {
  const { accounts, desk } = createParts(market);
  const account = accounts.open('test', START);
  for (const asset of ASSETS) account.balances.set(asset, FUNDS);
  account.paysFeesInBnb = paysFeesInBnb;
  return { account, desk };
}

/** What the account should hold by its fills alone. */
function expectedTotals(account: Account): Record<string, bigint> {
  const totals = Object.fromEntries(ASSETS.map((asset) => [asset, FUNDS]));
  const add = (asset: string, amount: bigint) => {
    totals[asset] = (totals[asset] ?? 0n) + amount;
  };
  for (const symbol of markets) {
    for (const fill of account.fills.of(symbol.id).list({ limit: 100_000 })) {
      const sign = fill.buyer ? 1n : -1n;
      add(symbol.base, sign * baseAmount(symbol, fill.lots));
      add(symbol.quote, -sign * quoteAmount(symbol, fill.ticks, fill.lots));
      add(fill.commissionAsset, -fill.commission);
    }
  }
  return totals;
}

const totalsOf = ({ balances }: Account) =>
  Object.fromEntries(balances.list().map(({ asset, free, locked }) => [asset, free + locked]));

function wishFor(market: Market, symbol: MarketSymbol, step: Step, now: number): OrderWish {
  const last = market.path(symbol).priceAt(Math.floor(now / 1000));
  const ticks = Math.max(1, Math.round(last * (1 + step.offset)));
  const lots = Math.max(1, Math.round((symbol.dailyLots / 86_400) * step.size));
  const common = { symbol, side: step.side, clientId: undefined };
  if (step.kind === 'limit') {
    return { ...common, type: 'LIMIT', timeInForce: step.timeInForce, ticks, lots };
  }
  return step.kind === 'lots'
    ? { ...common, type: 'MARKET', lots }
    : { ...common, type: 'MARKET', value: quoteAmount(symbol, last, lots) };
}

type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;
const anyStep = fc.record({
  market: fc.nat(markets.length - 1),
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  kind: fc.constantFrom('limit' as const, 'limit' as const, 'lots' as const, 'value' as const),
  timeInForce: fc.constantFrom('GTC' as const, 'GTC' as const, 'IOC' as const, 'FOK' as const),
  offset: fc.double({ min: -0.003, max: 0.003, noNaN: true }),
  size: fc.double({ min: 0.01, max: 20, noNaN: true }),
  waitMs: fc.nat(120_000),
  cancels: fc.boolean(),
});

describe('the trading desk', () => {
  test('keeps balances that are what the fills make of them, whatever is ordered, and never below zero', () => {
    const market = createMarket('desk');
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 25 }), fc.boolean(), (steps, paysFeesInBnb) => {
        const { account, desk } = openAccount(market, paysFeesInBnb);
        let now = START;
        for (const step of steps) {
          desk.settle(account, now);
          const symbol = markets[step.market] as MarketSymbol;
          try {
            const { order } = desk.place(account, wishFor(market, symbol, step, now), now);
            if (step.cancels && account.orders.open().includes(order)) desk.cancel(account, order, now);
          } catch (error) {
            expect(error).toBeInstanceOf(ExchangeError);
          }
          now += step.waitMs;
        }
        desk.settle(account, now);
        expect(totalsOf(account)).toEqual(expectedTotals(account));
        const open = account.orders.open();
        for (const asset of ASSETS) {
          const { free, locked } = account.balances.of(asset);
          const reserved = open
            .filter(({ side, symbol }) => (side === 'BUY' ? symbol.quote : symbol.base) === asset)
            .reduce((sum, order) => sum + order.locked, 0n);
          expect([asset, locked, free >= 0n]).toEqual([asset, reserved, true]);
        }
        for (const symbol of markets) {
          const fills = account.fills.of(symbol.id).list({ limit: 100_000 });
          expect(fills.every(({ time }) => time >= START && time <= now)).toBe(true);
          for (const order of account.orders.of(symbol.id)) {
            const own = fills.filter(({ orderId }) => orderId === order.id);
            expect(own.reduce((sum, { lots }) => sum + lots, 0)).toBe(order.executedLots);
            expect(order.executedLots).toBeLessThanOrEqual(order.lots);
            expect(order.status === 'FILLED').toBe(order.executedLots === order.lots);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('fills a resting order in the very second in which the price reaches it, looked at often or once', () => {
    const market = createMarket('desk');
    const symbol = markets[0] as MarketSymbol;
    const anyOrder = fc.record({
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      offset: fc.integer({ min: 1, max: 20_000 }),
      begin: fc.integer({ min: 0, max: 86_400 }),
    });
    fc.assert(
      fc.property(anyOrder, ({ side, offset, begin }) => {
        const now = START + begin * 1_000;
        const path = market.path(symbol);
        const last = path.priceAt(now / 1000);
        const ticks = side === 'BUY' ? last - offset : last + offset;
        const wish = { symbol, side, ticks, lots: 100, type: 'LIMIT', timeInForce: 'GTC' } as const;
        const seen = [[3_600], Array.from({ length: 60 }, (_, index) => (index + 1) * 60)].map((looks) => {
          const { account, desk } = openAccount(market, false);
          desk.place(account, { ...wish, clientId: undefined }, now);
          for (const seconds of looks) desk.settle(account, now + seconds * 1_000);
          return account.fills.of(symbol.id).list({ limit: 10 });
        });
        expect(seen[0]).toEqual(seen[1]);
        const [fill] = seen[0] ?? [];
        const until = fill === undefined ? now / 1000 + 3_600 : Math.floor(fill.time / 1000) - 1;
        const reached = (from: number, to: number) => {
          const { low, high } = path.bar(from, to);
          return side === 'BUY' ? low <= ticks : high >= ticks;
        };
        if (fill?.maker && until > now / 1000) {
          expect(reached(now / 1000 + 1, until)).toBe(false);
          expect(reached(until + 1, until + 1)).toBe(true);
        } else if (fill === undefined) expect(reached(now / 1000 + 1, until)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
