import { instantOf } from '../../instant.js';
import { type Checked, isProblem, quoted } from '../problem.js';
import { decimalText, isAboveZero } from './decimal-text.js';

const BITCOIN = Date.UTC(2009, 0, 3);
const AHEAD_MS = 5 * 60_000;
const LONGEST_ID = 128;
const ASCII = /^[\x20-\x7e]{1,128}$/;
const REFUSED_IN_ID = /[\p{Cc}\p{Surrogate}]/u;
const ZONED = 'give an ISO 8601 time with its zone, such as 2026-03-03T10:30:00Z';

export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

export function id(value: unknown): Checked<string> {
  if (typeof value === 'string' && ASCII.test(value)) return value;
  if (typeof value !== 'string' || value === '') return { problem: `is ${quoted(value)}: give a text` };
  if (value.length > LONGEST_ID && [...value].length > LONGEST_ID)
    return { problem: `has more than ${LONGEST_ID} characters` };
  return REFUSED_IN_ID.test(value) ? { problem: 'holds characters that are no text' } : value;
}

export function oneOf<T extends string>(...words: readonly T[]): (value: unknown) => Checked<T> {
  return (value) => {
    const place = words.indexOf(value as T);
    return words[place] ?? { problem: `is ${quoted(value)}: give ${words.join(' or ')}` };
  };
}

export function decimal(value: unknown): Checked<string> {
  const plain = decimalText(value);
  return isProblem(plain) ? { problem: `is ${quoted(value)}: ${plain.problem}` } : plain;
}

export function positive(value: unknown): Checked<string> {
  const plain = decimal(value);
  if (isProblem(plain) || isAboveZero(plain)) return plain;
  return { problem: `is ${quoted(value)}: it must be above 0` };
}

/** A time that has been, or is at most five minutes after `now`, since clocks differ. */
export function past(now: number): (value: unknown) => Checked<number> {
  return (value) => {
    const time = typeof value === 'string' ? instantOf(value) : undefined;
    if (time === undefined) return { problem: `is ${quoted(value)}: ${ZONED}` };
    if (time > now + AHEAD_MS) return { problem: `is ${quoted(value)}: more than 5 minutes in the future` };
    return time < BITCOIN ? { problem: `is ${quoted(value)}: before there were markets, in 2009` } : time;
  };
}
