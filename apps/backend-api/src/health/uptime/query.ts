import {
  UPTIME_STEPS,
  UPTIME_WINDOWS,
  type UptimeStep,
  type UptimeWindow,
} from '@neuratrade/health-contracts';
import { badValue, choiceOf, type Query } from '@neuratrade/service-kit';

export interface UptimeQuery {
  readonly window: UptimeWindow;
  readonly step: UptimeStep | undefined;
}

const HOURLY: readonly UptimeWindow[] = ['24h', '7d'];

/** @throws {AppError} `bad_request` naming what may be asked */
export function uptimeQuery(query: Query): UptimeQuery {
  const window = choiceOf(query, 'window', UPTIME_WINDOWS) ?? '24h';
  const step = choiceOf(query, 'series', UPTIME_STEPS);
  if (step === 'hour' && !HOURLY.includes(window)) {
    throw badValue('series', step, `day with window=${window}; hours are told for ${HOURLY.join(' and ')}.`);
  }
  return { window, step };
}
