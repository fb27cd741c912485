import { normaliseSymbol } from '@neuratrade/api-contracts';
import { badValue, given, type Query } from '@neuratrade/service-kit';

const LONGEST_NAME = 64;

/**
 * The exchange that a request names, lower case; undefined where it names none.
 *
 * @throws {AppError} `bad_request` where it can be no name of one
 */
export function exchangeOf(query: Query): string | undefined {
  const name = given(query, 'exchange')?.trim().toLowerCase();
  if (name === undefined || /^[\x21-\x7e]{1,64}$/.test(name)) return name;
  throw badValue('exchange', name, `the name of an exchange, at most ${LONGEST_NAME} letters.`);
}

/**
 * The market that a request names, upper case; undefined where it names none.
 *
 * @throws {AppError} `bad_request` where it can be none
 */
export function symbolOf(query: Query): string | undefined {
  const text = given(query, 'symbol');
  if (text === undefined) return undefined;
  const symbol = normaliseSymbol(text);
  if (symbol === undefined) throw badValue('symbol', text, 'base and quote as BTC/USDT.');
  return symbol;
}
