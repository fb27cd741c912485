import type { Execution } from '@neuratrade/api-contracts';
import type { MarketInterface, Trade } from 'ccxt';
import { amountOf, decimalOf, isAbove, requiredPrice } from '../market/decimal.js';
import { isTime } from '../market/time.js';
import { unexpected } from '../market/unexpected.js';
import { eachOnce } from './each-once.js';

const LONGEST_ID = 128;

/** One execution with its time in milliseconds. */
export interface Found {
  readonly id: string;
  readonly time: number;
  readonly execution: Execution;
}

type Fees = Execution['fees'];

/**
 * ccxt's trades of one market in our shape, oldest first and each once. Those of other markets are left out; they are refused where the
 * exchange was asked for this market alone.
 *
 * @throws {ExchangeFailure} when one is incomplete, has no positive price and amount, or contradicts another of the same id
 */
export function toExecutions(
  told: unknown,
  market: MarketInterface,
  { alone }: { readonly alone: boolean },
): Found[] {
  if (!Array.isArray(told)) throw unexpected('no list of trades');
  const ofMarket = (told as Trade[]).filter((trade) => trade.symbol === market.symbol);
  if (alone && (ofMarket.length < told.length || !ofMarket.every((trade) => isNamed(trade, market)))) {
    throw unexpected('a trade of another market');
  }
  return eachOnce(ofMarket.map((trade) => toFound(trade, market))).sort(byTimeAndId);
}

function toFound(trade: Trade, market: MarketInterface): Found {
  const { id, timestamp, side } = trade;
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID) throw unexpected('a trade without id');
  if (!isTime(timestamp)) throw unexpected('a trade without time');
  if (side !== 'buy' && side !== 'sell') throw unexpected(`a trade with the side ${side}`);
  const amount = amountOf(trade.amount);
  if (amount === null || !isAbove(amount, '0')) throw unexpected('a trade without amount');
  const execution: Execution = {
    id,
    symbol: market.symbol,
    side,
    price: requiredPrice(trade.price),
    amount,
    fees: feesOf(trade),
    position_side: market.contract ? positionSideOf(trade.info) : 'both',
    executed_at: new Date(timestamp).toISOString(),
  };
  return { id, time: timestamp, execution };
}

/** ccxt takes a name that it does not know for the market that was asked for. */
function isNamed({ info }: Trade, { id = '' }: MarketInterface): boolean {
  const { symbol } = (info ?? {}) as { readonly symbol?: unknown };
  return typeof symbol !== 'string' || symbol.toUpperCase() === id.toUpperCase();
}

/** A fee below zero is a rebate. */
function feesOf({ fee, fees }: Trade & { readonly fees?: readonly Trade['fee'][] }): Fees {
  const listed = fees === undefined || fees.length === 0 ? [fee] : fees;
  return listed.flatMap((one) => {
    const cost = decimalOf(one?.cost);
    if (cost === null) return [];
    const { currency } = one ?? {};
    if (typeof currency === 'string' && currency !== '') return [{ cost, currency }];
    if (Number(cost) === 0) return [];
    throw unexpected('a fee without currency');
  });
}

/** In hedge mode the exchange says which of the two positions it was; ccxt has no word for that. */
function positionSideOf(info: unknown): Execution['position_side'] {
  const { positionSide, posSide } = (info ?? {}) as Readonly<Record<string, unknown>>;
  const side = String(positionSide ?? posSide ?? '').toLowerCase();
  return side === 'long' || side === 'short' ? side : 'both';
}

function byTimeAndId(one: Found, other: Found): number {
  if (one.time !== other.time) return one.time - other.time;
  const numbers = /^\d+$/.test(one.id) && /^\d+$/.test(other.id);
  if (numbers && one.id.length !== other.id.length) return one.id.length - other.id.length;
  return one.id < other.id ? -1 : 1;
}
