import ccxt from 'ccxt';
import type { ExchangeFailure } from '../../connectivity/failure.js';

export const WRONG_FORM = 'the key or its secret has not the form that the exchange uses';

/** Why the exchange said that it does not accept a key; undefined when it said something else. */
export function refusalTold(
  error: unknown,
  { errorClass }: Pick<ExchangeFailure, 'errorClass'>,
): string | undefined {
  if (errorClass !== 'auth' || !(error instanceof ccxt.AuthenticationError)) return undefined;
  if (error instanceof ccxt.AccountSuspended) return 'the account is suspended';
  if (error instanceof ccxt.PermissionDenied)
    return 'the key lacks a permission, or it does not allow the address of this machine';
  return 'the key or its secret is wrong, or it does not allow the address of this machine';
}
