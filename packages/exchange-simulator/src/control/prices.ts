import { AppError } from '@neuratrade/service-kit';
import { formatUnits, parseUnits } from '../market/decimals.js';
import type { Market } from '../market/market.js';
import { highestPrice, type MarketSymbol } from '../market/symbols.js';
import type { ExchangeParts } from '../protocol/endpoint.js';
import { marketNamed } from './market-named.js';

/**
 * Sets prices from the second of `now` (milliseconds) on, all or none. `wish` is what `POST /_sim/prices` was sent:
 * decimal texts by symbol, and `frozen`, which keeps them there. Orders that rest are filled where the new price
 * reaches them.
 */
export function setPrices({ market, accounts, desk }: ExchangeParts, wish: unknown, now: number) {
  if (typeof wish !== 'object' || wish === null || Array.isArray(wish)) {
    throw wrong('Send a JSON object such as {"BTC/USDT":"46000","frozen":true}.');
  }
  const { frozen = false, ...prices } = wish as Record<string, unknown>;
  if (typeof frozen !== 'boolean') throw wrong('frozen must be true or false.');
  const valid = Object.entries(prices).map(([name, price]) => readPrice(market, name, price));
  if (valid.length === 0) throw wrong('Name at least one market, such as {"BTC/USDT":"46000"}.');
  for (const account of accounts.list()) desk.settle(account, now);
  for (const { symbol, ticks } of valid) {
    market.path(symbol).setPrice(ticks, Math.floor(now / 1000), frozen);
    desk.reprice(accounts.list(), symbol, now);
  }
  const set = valid.map(({ symbol, ticks }) => [symbol.unified, formatUnits(ticks, symbol.tickDecimals)]);
  return { prices: Object.fromEntries(set) as Record<string, string>, frozen };
}

function readPrice(market: Market, name: string, price: unknown): { symbol: MarketSymbol; ticks: number } {
  const symbol = marketNamed(market, name);
  const text = typeof price === 'string' || typeof price === 'number' ? String(price) : '';
  const ticks = parseUnits(text, symbol.tickDecimals);
  const most = highestPrice(symbol);
  if (ticks === undefined || ticks < 1 || ticks > most) {
    const tick = formatUnits(1, symbol.tickDecimals);
    const highest = formatUnits(most, symbol.tickDecimals);
    throw wrong(
      `The price of ${name} must be a decimal text from ${tick} to ${highest} in steps of ${tick}.`,
    );
  }
  return { symbol, ticks };
}

function wrong(problem: string): AppError {
  return new AppError('bad_request', problem);
}
