import { describe, expect, test } from '@jest/globals';
import type { Account } from '../accounts/account.js';
import { AMOUNT_DECIMALS, parseAmount } from '../accounts/amount.js';
import type { Fill } from '../accounts/history.js';
import { formatUnits } from '../market/decimals.js';
import { createMarket } from '../market/market.js';
import { MARKETS, type MarketSymbol } from '../market/symbols.js';
import { createParts } from '../protocol/parts.js';
import { baseAmount, quoteAmount } from '../trading/amounts.js';
import { DEMO_DEPOSITS, DEMO_HISTORY_MS } from './identity.js';
import { openDemo } from './open-demo.js';

const START = Date.UTC(2026, 2, 3, 10, 30);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SEED = 'neuratrade';

function demoOf(seed: string, ...looks: number[]): Account {
  const { market, accounts } = createParts(createMarket(seed));
  const account = openDemo(market, accounts, { seed, startedAt: START });
  for (const now of looks) account.advance?.(now);
  return account;
}

const fillsOf = (account: Account, symbol: MarketSymbol) =>
  account.fills.of(symbol.id).list({ limit: 1_000_000 });
const allFills = (account: Account) =>
  MARKETS.flatMap((symbol) => fillsOf(account, symbol).map((fill) => ({ ...fill, symbol }))).sort(
    (a, b) => a.time - b.time,
  );

/** The deposits and every fill added up. */
function reconciled(account: Account): Record<string, string> {
  const sums = new Map<string, bigint>();
  const add = (asset: string, amount: bigint) => sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  for (const [asset, text] of Object.entries(DEMO_DEPOSITS)) add(asset, parseAmount(text) ?? 0n);
  for (const { symbol, ticks, lots, buyer, commission, commissionAsset } of allFills(account)) {
    const sign = buyer ? 1n : -1n;
    add(symbol.base, sign * baseAmount(symbol, lots));
    add(symbol.quote, -sign * quoteAmount(symbol, ticks, lots));
    add(commissionAsset, -commission);
  }
  return texts([...sums]);
}

const texts = (amounts: [string, bigint][]) =>
  Object.fromEntries(amounts.map(([asset, amount]) => [asset, formatUnits(amount, AMOUNT_DECIMALS)]));
const held = ({ balances }: Account) =>
  texts(balances.list().map(({ asset, free, locked }) => [asset, free + locked]));

/** What each closed round of buying and selling earned before fees, in the quote currency. */
function roundResults(fills: readonly Fill[], symbol: MarketSymbol): number[] {
  const results: number[] = [];
  let [lots, cost, result] = [0, 0, 0];
  for (const fill of fills) {
    const value = Number(quoteAmount(symbol, fill.ticks, fill.lots)) / 1e8;
    if (fill.buyer) {
      lots += fill.lots;
      cost += value;
      continue;
    }
    const share = Math.min(1, fill.lots / lots);
    result += value - cost * share;
    cost -= cost * share;
    lots -= fill.lots;
    if (lots * fill.ticks < 5 * 10 ** (symbol.tickDecimals + symbol.lotDecimals)) {
      results.push(result);
      [lots, cost, result] = [0, 0, 0];
    }
  }
  return results;
}

describe('the demonstration', () => {
  test('has balances that are exactly its deposits and fills, from the first day to long after', () => {
    const account = demoOf(SEED);
    for (const now of [START - 20 * DAY, START, START + HOUR, START + 3 * DAY]) {
      account.advance?.(now);
      expect(held(account)).toEqual(reconciled(account));
    }
  });

  test.each([SEED, 'another'])(
    'shows wins and losses, partial exits, several fees, dust and open positions with seed %s',
    (seed) => {
      const account = demoOf(seed, START);
      const fills = allFills(account);
      const results = MARKETS.filter(({ base }) => !['ADA', 'BNB'].includes(base)).flatMap((symbol) =>
        roundResults(fillsOf(account, symbol), symbol),
      );
      const wins = results.filter((result) => result > 0).length;
      const fees = new Set(fills.map(({ commissionAsset }) => commissionAsset));
      const sells = fills.filter(({ buyer }) => !buyer);
      const values = fills.map(({ symbol, ticks, lots }) => Number(quoteAmount(symbol, ticks, lots)) / 1e8);
      const market = createMarket(seed);
      const worthOf = (symbol: MarketSymbol) =>
        (Number(account.balances.of(symbol.base).free) / 1e8) *
        (market.path(symbol).priceAt(START / 1000) / 10 ** symbol.tickDecimals);
      const positions = MARKETS.map(worthOf);
      expect(fills.length).toBeGreaterThan(300);
      expect(fills.length).toBeLessThan(1_000);
      expect(new Set(fills.map(({ symbol }) => symbol.id)).size).toBeGreaterThanOrEqual(3);
      expect(wins / results.length).toBeGreaterThan(0.4);
      expect(wins / results.length).toBeLessThan(0.85);
      expect(sells.length).toBeGreaterThan(results.length * 1.5);
      expect([...fees]).toEqual(expect.arrayContaining(['USDT', 'BNB', 'BTC', 'ETH']));
      expect(Math.max(...values)).toBeLessThan(2_500);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(1);
      expect(positions.filter((worth) => worth > 20).length).toBeGreaterThanOrEqual(2);
      expect(
        MARKETS.some((symbol) => account.balances.of(symbol.base).free % baseAmount(symbol, 1) > 0n),
      ).toBe(true);
      expect(Number(held(account).USDT) + positions.reduce((sum, worth) => sum + worth, 0)).toBeGreaterThan(
        8_500,
      );
    },
  );

  test('begins 45 days before its start and then trades every few minutes', () => {
    const account = demoOf(SEED, START + DAY);
    const times = allFills(account).map(({ time }) => time);
    const live = times.filter((time) => time >= START).length;
    expect((times[0] ?? 0) - (START - DEMO_HISTORY_MS)).toBeLessThan(4 * DAY);
    expect((times[0] ?? 0) - (START - DEMO_HISTORY_MS)).toBeGreaterThan(0);
    expect(live).toBeGreaterThan(150);
    expect(live).toBeLessThan(700);
  });

  test('trades at the prices of the market at those instants', () => {
    const account = demoOf(SEED, START);
    const market = createMarket(SEED);
    const fills = allFills(account);
    expect(fills.map(({ symbol, time }) => market.path(symbol).priceAt(Math.floor(time / 1000)))).toEqual(
      fills.map(({ ticks }) => ticks),
    );
  });

  test('is the same however often it is looked at', () => {
    const often = Array.from({ length: 20 }, (_, index) => START - DAY + index * 2 * HOUR);
    const end = often.at(-1) ?? START;
    const [one, other] = [demoOf(SEED, end), demoOf(SEED, ...often)];
    expect(allFills(other)).toEqual(allFills(one));
    expect(held(other)).toEqual(held(one));
  });

  test('neither dries up nor explodes in a fortnight', () => {
    const account = demoOf(SEED, START + 14 * DAY);
    const usdt = Number(held(account).USDT);
    expect(usdt).toBeGreaterThan(4_000);
    expect(usdt).toBeLessThan(14_000);
  });
});
