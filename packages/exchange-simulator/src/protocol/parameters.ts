import { parseAmount } from '../accounts/amount.js';
import type { Market } from '../market/market.js';
import type { MarketSymbol } from '../market/symbols.js';
import { ExchangeError } from './answer.js';

const SYMBOL = '^[A-Z0-9-_.]{1,20}$';
const WHOLE = '^[0-9]{1,20}$';
const DECIMAL = '^([0-9]{1,20})(\\.[0-9]{1,20})?$';

/** Reads one request's parameters as strictly as the exchange does: one that nobody asked for is an error. */
export interface Parameters {
  text(name: string): string | undefined;
  required(name: string): string;
  /** A whole number; undefined when not sent. */
  whole(name: string): number | undefined;
  requiredWhole(name: string): number;
  /** A decimal of eight places at most, in units of 10^-8; undefined when not sent. */
  decimal(name: string): bigint | undefined;
  requiredDecimal(name: string): bigint;
  /** One of the listed words; `refusal` is thrown for any other. */
  oneOf<T extends string>(name: string, words: readonly T[], refusal: ExchangeError): T | undefined;
  requiredOneOf<T extends string>(name: string, words: readonly T[], refusal: ExchangeError): T;
  /** `true` or `false`; false when not sent. */
  flag(name: string): boolean;
  /** A number of entries from 1 on, cut to `most`. */
  limit(fallback: number, most: number): number;
  /** Refuses what no other call has read. Call it last. */
  finish(): void;
}

/** Reads a query string and, if there is one, a form body; where both have a parameter, the query string's counts. */
export function readParameters(queryText: string, bodyText = ''): Parameters {
  const read = new Set<string>();
  const query = new URLSearchParams(queryText);
  if (bodyText !== '') {
    const inQuery = new Set(query.keys());
    for (const [name, value] of new URLSearchParams(bodyText)) {
      if (!inQuery.has(name)) query.append(name, value);
    }
  }
  const names = [...query.keys()];
  if (new Set(names).size !== names.length) {
    throw new ExchangeError(-1101, 'Duplicate values for a parameter detected.');
  }
  const text = (name: string) => {
    const value = query.get(name);
    if (value === null) return undefined;
    read.add(name);
    if (value === '') throw new ExchangeError(-1105, `Parameter '${name}' was empty.`);
    return value;
  };
  const whole = (name: string) => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (!new RegExp(WHOLE).test(value)) throw illegal(name, WHOLE);
    if (!Number.isSafeInteger(Number(value)))
      throw new ExchangeError(-1108, `Parameter '${name}' overflowed.`);
    return Number(value);
  };
  const decimal = (name: string) => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (!new RegExp(DECIMAL).test(value)) throw illegal(name, DECIMAL);
    const amount = parseAmount(value);
    if (amount === undefined) throw new ExchangeError(-1111, `Parameter '${name}' has too much precision.`);
    return amount;
  };
  const oneOf = <T extends string>(name: string, words: readonly T[], refusal: ExchangeError) => {
    const value = text(name);
    if (value === undefined) return undefined;
    const word = words.find((known) => known === value);
    if (word === undefined) throw refusal;
    return word;
  };
  const required =
    <T>(read: (name: string) => T | undefined) =>
    (name: string): T => {
      const value = query.get(name) === '' ? undefined : read(name);
      if (value !== undefined) return value;
      throw new ExchangeError(
        -1102,
        `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
      );
    };
  return {
    text,
    whole,
    decimal,
    required: required(text),
    requiredWhole: required(whole),
    requiredDecimal: required(decimal),
    oneOf,
    requiredOneOf: (name, words, refusal) => required((sent) => oneOf(sent, words, refusal))(name),
    flag(name) {
      const value = text(name)?.toLowerCase() ?? 'false';
      if (value !== 'true' && value !== 'false') throw illegal(name, '^(true|false)$');
      return value === 'true';
    },
    limit(fallback, most) {
      const value = whole('limit') ?? fallback;
      if (value === 0) throw new ExchangeError(-1130, "Data sent for parameter 'limit' is not valid.");
      return Math.min(value, most);
    },
    finish() {
      if (read.size === names.length) return;
      throw new ExchangeError(
        -1104,
        `Not all sent parameters were read; read '${read.size}' parameter(s) but was sent '${names.length}'.`,
      );
    },
  };
}

/** The market that `symbol` names; it must be sent. */
export function requiredSymbol(parameters: Parameters, market: Market): MarketSymbol {
  return symbolNamed(parameters.required('symbol'), 'symbol', market);
}

/** The markets that `symbol` or `symbols` name; `one` says that the answer is a single object. */
export interface Selection {
  readonly one: boolean;
  /** How many the request named; 0 stands for all. */
  readonly named: number;
  readonly symbols: readonly MarketSymbol[];
}

/** Reads `symbol`, `symbols` (a JSON list) or neither, which means every market. */
export function selectedSymbols(parameters: Parameters, market: Market): Selection {
  const one = parameters.text('symbol');
  const list = parameters.text('symbols');
  if (one !== undefined && list !== undefined) {
    throw new ExchangeError(-1128, 'Combination of optional parameters invalid.');
  }
  if (one !== undefined) return { one: true, named: 1, symbols: [symbolNamed(one, 'symbol', market)] };
  if (list === undefined) return { one: false, named: 0, symbols: market.symbols };
  const symbols = namesIn(list).map((name) => symbolNamed(name, 'symbols', market));
  return { one: false, named: symbols.length, symbols };
}

function namesIn(list: string): string[] {
  try {
    const names: unknown = JSON.parse(list);
    if (Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string')) {
      return [...new Set(names)];
    }
  } catch {}
  throw illegal('symbols', '^\\["[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}\\]$');
}

function symbolNamed(name: string, parameter: string, market: Market): MarketSymbol {
  if (!new RegExp(SYMBOL).test(name)) throw illegal(parameter, SYMBOL);
  const symbol = market.find(name);
  if (!symbol) throw new ExchangeError(-1121, 'Invalid symbol.');
  return symbol;
}

/** The refusal of a value that is not of its parameter's form. */
export function illegal(name: string, range: string): ExchangeError {
  return new ExchangeError(
    -1100,
    `Illegal characters found in parameter '${name}'; legal range is '${range}'.`,
  );
}
