import { AppError, type JsonAnswer, reasonOf } from '@neuratrade/service-kit';
import { toldError } from './told-error.js';

const AGAIN = 'Try again when /health calls ccxt healthy.';

/** The failure of a call that ccxt-service did not answer. */
export class NoAnswer extends AppError {
  constructor(cause: unknown) {
    super('unavailable', `ccxt-service cannot be asked now: ${reasonOf(cause)}. ${AGAIN}`, { cause });
  }
}

/** The failure of a call that ccxt-service answered by something that is neither what was asked for nor an error. */
export function unexpectedAnswer(): AppError {
  return new AppError('unavailable', `ccxt-service cannot be asked now: unexpected answer. ${AGAIN}`);
}

/** What ccxt-service refuses, in its own words; what goes wrong between it and this backend is nothing that a caller could mend. */
export function refusal({ body, retryAfterSeconds }: JsonAnswer): AppError {
  const told = toldError(body);
  if (told === undefined) return unexpectedAnswer();
  const { code, message, id } = told;
  if (code === 'unauthorized' || code === 'forbidden') {
    const text = 'ccxt-service refuses the key of this backend. Give both the same SERVICE_API_KEY.';
    return new AppError('unavailable', text);
  }
  if (code === 'internal') {
    const where = id === undefined ? 'its log' : `its log for request ${id}`;
    return new AppError('unavailable', `ccxt-service failed at this. Look into ${where}.`);
  }
  return new AppError(code, message, { retryAfterSeconds });
}
