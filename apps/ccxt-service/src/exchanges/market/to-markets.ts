import { type MarketInfo, symbolSchema } from '@neuratrade/api-contracts';
import ccxt, { type Exchange, type MarketInterface } from 'ccxt';
import { decimalOf } from './decimal.js';

type MarketType = MarketInfo['type'];

const TYPES: ReadonlySet<string> = new Set<MarketType>(['spot', 'margin', 'swap', 'future', 'option']);

/** Every market of an exchange whose name follows the unified form, by symbol. */
export function toMarkets(client: Exchange): MarketInfo[] {
  const markets = Object.values(client.markets as Readonly<Record<string, MarketInterface>>);
  return markets
    .filter(({ symbol }) => symbolSchema.safeParse(symbol).success)
    .map((market) => toMarket(market, client.precisionMode))
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

function toMarket(market: MarketInterface, precisionMode: number | undefined): MarketInfo {
  const { symbol, base, quote, settle, type, active, limits, precision } = market;
  return {
    symbol,
    base,
    quote,
    settle: settle || null,
    type: TYPES.has(String(type)) ? (type as MarketType) : 'other',
    active: active ?? null,
    contract_size: positive(market.contractSize),
    price_step: stepOf(precision?.price, precisionMode),
    amount_step: stepOf(precision?.amount, precisionMode),
    amount_min: positive(limits?.amount?.min),
    cost_min: positive(limits?.cost?.min),
  };
}

/** Exchanges that count significant digits have no step. */
function stepOf(precision: unknown, mode: number | undefined): string | null {
  if (mode === ccxt.TICK_SIZE) return positive(precision);
  const places = mode === ccxt.DECIMAL_PLACES ? Number(precision ?? Number.NaN) : Number.NaN;
  return Number.isInteger(places) ? positive(`1e${-places}`) : null;
}

function positive(value: unknown): string | null {
  try {
    const decimal = decimalOf(value);
    return decimal !== null && Number(decimal) > 0 ? decimal : null;
  } catch {
    return null;
  }
}
