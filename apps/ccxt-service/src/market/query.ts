import { AppError, badValue, given, integerOf, type Query } from '@neuratrade/service-kit';

const LONGEST_SYMBOL = 128;
const MOST_SYMBOLS = 200;
const MOST_ENTRIES = 1_000;
const USUAL_ENTRIES = 100;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** @throws {AppError} `bad_request` when it is missing */
export function exchangeOf(query: Query): string {
  const value = given(query, 'exchange')?.trim().toLowerCase();
  if (value) return value;
  throw new AppError('bad_request', 'exchange: name one, as in exchange=binance.');
}

/** @throws {AppError} `bad_request` when it is missing or can be no symbol */
export function symbolOf(query: Query): string {
  const value = given(query, 'symbol')?.trim();
  if (!value) throw new AppError('bad_request', 'symbol: name a market, as in symbol=BTC/USDT.');
  return checked('symbol', value);
}

/** The symbols of a list, each once; undefined where none is given. @throws {AppError} `bad_request` */
export function symbolsOf(query: Query): string[] | undefined {
  const value = given(query, 'symbols');
  if (value === undefined) return undefined;
  const symbols = value
    .split(',')
    .map((symbol) => symbol.trim())
    .filter((symbol) => symbol !== '');
  if (symbols.length === 0 || symbols.length > MOST_SYMBOLS) {
    throw badValue('symbols', value, `1 to ${MOST_SYMBOLS} markets separated by commas, or leave it out.`);
  }
  return [...new Set(symbols.map((symbol) => checked('symbols', symbol)))];
}

/** The number of levels or candles. @throws {AppError} `bad_request` */
export function limitOf(query: Query): number {
  return integerOf(query, 'limit', { min: 1, max: MOST_ENTRIES, fallback: USUAL_ENTRIES });
}

/** Which timeframes there are is for the exchange to say. @throws {AppError} `bad_request` */
export function timeframeOf(query: Query): string {
  return given(query, 'timeframe')?.trim() ?? '1h';
}

/** Milliseconds since the epoch; undefined where it is not given. @throws {AppError} `bad_request` */
export function sinceOf(query: Query): number | undefined {
  const value = given(query, 'since');
  if (value === undefined) return undefined;
  const since = INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  if (since >= 0) return since;
  throw badValue('since', value, 'a time with its zone, as in 2026-03-03T10:30:00Z.');
}

function checked(parameter: string, symbol: string): string {
  if (symbol.length <= LONGEST_SYMBOL) return symbol;
  throw badValue(parameter, symbol, 'a market, as in BTC/USDT.');
}
