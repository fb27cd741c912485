import { formatUnits, parseUnits } from '../market/decimals.js';
import type { Market } from '../market/market.js';
import { highestPrice, type MarketSymbol } from '../market/symbols.js';

/** Prices as they were set, by unified symbol, or what is wrong with the wish: then none was set. */
export type PricesSet =
  | { readonly ok: true; readonly prices: Readonly<Record<string, string>>; readonly frozen: boolean }
  | { readonly ok: false; readonly problem: string };

/**
 * Sets prices from the second of `now` (milliseconds) on. `wish` is what `POST /_sim/prices` was sent:
 * decimal texts by symbol, and `frozen`, which keeps them there.
 */
export function setPrices(market: Market, wish: unknown, now: number): PricesSet {
  if (typeof wish !== 'object' || wish === null || Array.isArray(wish)) {
    return wrong('Send a JSON object such as {"BTC/USDT":"46000","frozen":true}.');
  }
  const { frozen = false, ...prices } = wish as Record<string, unknown>;
  if (typeof frozen !== 'boolean') return wrong('frozen must be true or false.');
  const entries = Object.entries(prices).map(([name, price]) => readPrice(market, name, price));
  if (entries.length === 0) return wrong('Name at least one market, such as {"BTC/USDT":"46000"}.');
  const valid: { symbol: MarketSymbol; ticks: number }[] = [];
  for (const entry of entries) {
    if (typeof entry === 'string') return wrong(entry);
    valid.push(entry);
  }
  const second = Math.floor(now / 1000);
  for (const { symbol, ticks } of valid) market.path(symbol).setPrice(ticks, second, frozen);
  const set = valid.map(({ symbol, ticks }) => [symbol.unified, formatUnits(ticks, symbol.tickDecimals)]);
  return { ok: true, prices: Object.fromEntries(set), frozen };
}

function readPrice(market: Market, name: string, price: unknown) {
  const symbol = market.find(name);
  if (!symbol) {
    const known = market.symbols.map((entry) => entry.unified).join(', ');
    return `There is no market ${name}. The markets are ${known}.`;
  }
  const text = typeof price === 'string' || typeof price === 'number' ? String(price) : '';
  const ticks = parseUnits(text, symbol.tickDecimals);
  const most = highestPrice(symbol);
  if (ticks === undefined || ticks < 1 || ticks > most) {
    const tick = formatUnits(1, symbol.tickDecimals);
    const highest = formatUnits(most, symbol.tickDecimals);
    return `The price of ${name} must be a decimal text from ${tick} to ${highest} in steps of ${tick}.`;
  }
  return { symbol, ticks };
}

function wrong(problem: string): PricesSet {
  return { ok: false, problem };
}
