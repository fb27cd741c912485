import { normaliseSymbol } from '@neuratrade/api-contracts';
import { AppError, badValue, given, type Query } from '@neuratrade/service-kit';

/**
 * The market that a request means, in ccxt's form, upper case: `btc/usdt` and `BTC-USDT` are `BTC/USDT`.
 *
 * @throws {AppError} `bad_request` when it names none
 */
export function symbolOf(query: Query): string {
  const text = given(query, 'symbol');
  if (text === undefined) throw new AppError('bad_request', 'symbol is missing: give one as BTC/USDT.');
  const symbol = normaliseSymbol(text);
  if (symbol === undefined) throw badValue('symbol', text, 'base and quote as BTC/USDT.');
  return symbol;
}
