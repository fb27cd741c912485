import { integerOf, type Query } from '@neuratrade/service-kit';

const HOURS = { min: 1, max: 168, fallback: 24 };

/**
 * Over how many hours a digest is asked for.
 *
 * @throws {AppError} `bad_request` naming the range
 */
export function digestHours(query: Query): number {
  return integerOf(query, 'hours', HOURS);
}
