import { badValue, choiceOf, given, integerOf, type Query } from '@neuratrade/service-kit';
import { instantIn } from '../instant.js';
import { exchangeOf, symbolOf } from '../market-query.js';
import { type Place, placeOf } from './cursor.js';

/** Which closed trades of an account are asked for, newest first. */
export interface TradesQuery {
  readonly exchange: string | undefined;
  /** Upper case. */
  readonly symbol: string | undefined;
  readonly side: 'long' | 'short' | undefined;
  readonly result: 'win' | 'loss' | 'draw' | undefined;
  /** Closed at this millisecond or later. */
  readonly from: number | undefined;
  /** Closed before this millisecond. */
  readonly to: number | undefined;
  readonly limit: number;
  /** Only what comes after it in the order of the answer. */
  readonly after: Place | undefined;
}

const MOST = 1_000;

/** @throws {AppError} `bad_request` naming what may be asked */
export function tradesQuery(query: Query): TradesQuery {
  return {
    exchange: exchangeOf(query),
    symbol: symbolOf(query),
    side: choiceOf(query, 'side', ['long', 'short']),
    result: choiceOf(query, 'result', ['win', 'loss', 'draw']),
    from: instantIn(query, 'from'),
    to: instantIn(query, 'to'),
    limit: integerOf(query, 'limit', { min: 1, max: MOST, fallback: 100 }),
    after: cursorIn(query),
  };
}

function cursorIn(query: Query): Place | undefined {
  const text = given(query, 'cursor');
  if (text === undefined) return undefined;
  const place = placeOf(text);
  if (place === undefined)
    throw badValue('cursor', text, 'what the answer before gave as "next_cursor", as it is.');
  return place;
}
