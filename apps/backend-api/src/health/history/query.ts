import { SERVICES, type ServiceName } from '@neuratrade/health-contracts';
import { badValue, choiceOf, given, integerOf, type Query } from '@neuratrade/service-kit';
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
    service: choiceOf(query, 'service', SERVICES),
    limit: integerOf(query, 'limit', { min: 1, max: MAX_LIMIT, fallback: 50 }),
    before: beforeOf(given(query, 'before')),
  };
}

function beforeOf(text: string | undefined): Place | undefined {
  if (text === undefined) return undefined;
  const place = placeOf(text);
  if (place === undefined) throw badValue('before', text, 'what the answer before gave as "next", as it is.');
  return place;
}
