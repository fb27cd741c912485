import { formatTimestamp } from '@neuratrade/health-contracts';

const EARLIEST = Date.parse('2009-01-01T00:00:00Z');
const LATEST = Date.parse('2100-01-01T00:00:00Z');

/** Whether a number can be a time of the market, in milliseconds since the epoch. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= EARLIEST && value < LATEST;
}

/** The exchange's own time; null where it tells none that can be one. */
export function timestampOf(value: unknown): string | null {
  return isTime(value) ? formatTimestamp(new Date(value)) : null;
}
