import { decimalSchema } from '@neuratrade/api-contracts';
import { badValue, given, type Query } from '@neuratrade/service-kit';
import { Decimal } from '../decimal.js';
import { isRaw } from '../raw.js';

export interface PerformanceQuery {
  readonly raw: boolean;
  /** What drawdowns are relative to; undefined: the account's first snapshot in which nothing was missing. */
  readonly startEquity: Decimal | undefined;
}

const LONGEST = 40;

/** @throws {AppError} `bad_request` saying what would be right */
export function performanceQuery(query: Query): PerformanceQuery {
  const raw = isRaw(query);
  const text = given(query, 'start_equity');
  if (text === undefined) return { raw, startEquity: undefined };
  const isDecimal = text.length <= LONGEST && decimalSchema.safeParse(text).success;
  const startEquity = new Decimal(isDecimal ? text : 0);
  if (startEquity.lte(0)) throw badValue('start_equity', text, 'an amount above 0, such as 1000 or 1234.50.');
  return { raw, startEquity };
}
