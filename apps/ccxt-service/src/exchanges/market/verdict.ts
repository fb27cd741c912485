import type { ExchangeFailure } from '../../connectivity/failure.js';
import type { Answer } from '../transport.js';
import type { Attempt } from './breaker.js';

/** What a failure says about the exchange itself: a refusal is an answer. */
export function verdictOn(
  failure: ExchangeFailure,
  answer: Answer | undefined,
): Parameters<Attempt['end']>[0] {
  if (isRefusal(answer)) return 'answered';
  const { errorClass } = failure;
  return errorClass === 'network' || errorClass === 'timeout' || errorClass === 'bad_response'
    ? 'failed'
    : 'other';
}

/** The exchange answered, and does not want this. */
export function isRefusal(answer: Answer | undefined): boolean {
  return answer !== undefined && answer.status >= 400 && answer.status < 500;
}

/** ccxt takes pages, empty bodies and `{}` for answers that say nothing. */
export function isJson(body: string | undefined): boolean {
  const text = body?.trimStart().slice(0, 1);
  return (text === '{' || text === '[') && !/^\{\s*\}\s*$/.test(body ?? '');
}
