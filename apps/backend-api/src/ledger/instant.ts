import { badValue, given, type Query } from '@neuratrade/service-kit';

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)$/;

/** Milliseconds since 1970 of an ISO 8601 time with a zone; what is finer is dropped. Undefined for anything else. */
export function instantOf(text: string): number | undefined {
  const [
    whole,
    year,
    month,
    day,
    hour,
    minute,
    second = '0',
    fraction = '',
    sign,
    hours = '0',
    minutes = '0',
  ] = ISO.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isDay = Number(day) >= 1 && Number(day) <= daysOf(Number(year), Number(month));
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  const isZone = Number(hours) < 24 && Number(minutes) < 60;
  if (!isDay || !isTime || !isZone) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  const time = (Number(hour) * 3_600 + Number(minute) * 60 + Number(second)) * 1_000;
  return date + time + Number(fraction.slice(0, 3).padEnd(3, '0')) - offset;
}

/**
 * The instant that a parameter names, in milliseconds since 1970; a day is its beginning. Undefined where it is not given.
 *
 * @throws {AppError} `bad_request` when it names none
 */
export function instantIn(query: Query, name: string): number | undefined {
  const text = given(query, name);
  if (text === undefined) return undefined;
  const time = instantOf(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (time !== undefined) return time;
  const wanted = 'a day such as 2026-03-01 (UTC), or a time with its zone such as 2026-03-01T10:30:00Z.';
  throw badValue(name, text, wanted);
}

/** The days of a month, counted from 1; none of one that does not exist. */
function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : ([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}
