import { choiceOf, type Query } from '@neuratrade/service-kit';

/**
 * Whether an answer is to be told for machines too, as `?raw=true` asks for.
 *
 * @throws {AppError} `bad_request` naming the words that it takes
 */
export function isRaw(query: Query): boolean {
  return choiceOf(query, 'raw', ['true', 'false']) === 'true';
}
