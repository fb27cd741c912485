import { SERVICES, type ServiceName } from '@neuratrade/health-contracts';
import { nearest } from '@neuratrade/service-kit';
import { badValue, choiceOf, given, type Query } from '../query.js';
import { type Place, placeOf } from './cursor.js';

export interface HistoryQuery {
  /** All services where undefined. */
  readonly service: ServiceName | undefined;
  readonly limit: number;
  /** Only what lies before it in the order of transitions, newest first that is: after it. */
  readonly before: Place | undefined;
}

const MAX_LIMIT = 500;

/** @throws {AppError} `bad_request` naming what may be asked */
export function historyQuery(query: Query): HistoryQuery {
  return {
    service: choiceOf(query, 'service', SERVICES, nearest),
    limit: limitOf(given(query, 'limit')),
    before: beforeOf(given(query, 'before')),
  };
}

function limitOf(text = '50'): number {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw badValue('limit', text, `a whole number from 1 to ${MAX_LIMIT}.`);
  return limit;
}

function beforeOf(text: string | undefined): Place | undefined {
  if (text === undefined) return undefined;
  const place = placeOf(text);
  if (place === undefined) throw badValue('before', text, 'what the answer before gave as "next", as it is.');
  return place;
}
