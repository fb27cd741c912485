import { AppError } from '../errors/app-error.js';
import { nearest } from '../text/nearest.js';

/** The query of a request as Express parses it. */
export type Query = Readonly<Record<string, unknown>>;

const SHOWN = 60;

/**
 * The one value of a parameter, undefined where it is not given.
 *
 * @throws {AppError} `bad_request` when it is given more than once
 */
export function given(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new AppError('bad_request', `${name}: give it once.`);
}

/**
 * The value of a parameter that takes one of a few words.
 *
 * @throws {AppError} `bad_request` naming the words, and the one that may have been meant
 */
export function choiceOf<T extends string>(query: Query, name: string, words: readonly T[]): T | undefined {
  const value = given(query, name);
  if (value === undefined) return undefined;
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  const near = nearest(value.slice(0, SHOWN), words);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw badValue(name, value, `one of ${words.join(', ')}.${hint}`);
}

/** The refusal of a parameter's value; `wanted` says what would be right. */
export function badValue(name: string, value: string, wanted: string): AppError {
  const shown = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return new AppError('bad_request', `${name}=${shown}: give ${wanted}`);
}

/**
 * The value of a parameter that takes a whole number; `fallback` where it is not given.
 *
 * @throws {AppError} `bad_request` naming the range
 */
export function integerOf(
  query: Query,
  name: string,
  { min, max, fallback }: { readonly min: number; readonly max: number; readonly fallback: number },
): number {
  const value = given(query, name);
  if (value === undefined) return fallback;
  const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw badValue(name, value, `a whole number from ${min} to ${max}.`);
}
