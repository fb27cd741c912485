import { describe, expect, test } from '@jest/globals';
import ccxt from 'ccxt';
import { ExchangeFailure } from '../connectivity/failure.js';
import { classifyError } from './classify.js';

const URL = 'https://api.example.com/api/v3/account?timestamp=1&signature=0123456789abcdef';

describe('an error of ccxt', () => {
  test.each([
    [new ccxt.RequestTimeout(`x GET ${URL} request timed out`), 'timeout', 'connection timeout'],
    [new ccxt.DDoSProtection(`x 429 ${URL}`), 'rate_limited', 'rate limited'],
    [new ccxt.RateLimitExceeded('x'), 'rate_limited', 'rate limited'],
    [new ccxt.OnMaintenance('x'), 'maintenance', 'under maintenance'],
    [new ccxt.PermissionDenied('x'), 'auth', 'access denied'],
    [new ccxt.AuthenticationError('x'), 'auth', 'access denied'],
    [new ccxt.RestrictedLocation('x'), 'auth', 'not available from this location'],
    [new ccxt.NullResponse('x'), 'bad_response', 'unexpected answer'],
    [new SyntaxError('Unexpected token <'), 'bad_response', 'unexpected answer'],
    [new TypeError("Cannot read properties of undefined (reading 'a')"), 'bad_response', 'unexpected answer'],
    [new ccxt.ExchangeNotAvailable(`x ${URL} 503`), 'network', 'exchange not available'],
    [new ccxt.NetworkError(`x ${URL} fetch failed`), 'network', 'connection failed'],
    [new ccxt.OperationFailed('x {"code":-1001}'), 'network', 'exchange not available'],
    [new ccxt.BadSymbol('x'), 'unknown', 'exchange refused the request'],
    [new Error('x'), 'unknown', 'check failed'],
    ['thrown text', 'unknown', 'check failed'],
    [new ExchangeFailure('maintenance', 'closed today'), 'maintenance', 'closed today'],
  ])('%p becomes %s: %s', (error, errorClass, reason) => {
    const failure = classifyError(error);
    expect({ errorClass: failure.errorClass, reason: failure.reason, message: failure.message }).toEqual({
      errorClass,
      reason,
      message: reason,
    });
  });

  const meaning = (error: unknown, status: number) => {
    const { errorClass, reason } = classifyError(error, status);
    return [errorClass, reason];
  };

  test('is a refusal, not an outage, when the status says that the place or the caller is refused', () => {
    const unavailable = new ccxt.ExchangeNotAvailable('x');
    expect([451, 403, 404].map((status) => meaning(unavailable, status))).toEqual([
      ['auth', 'not available from this location'],
      ['auth', 'access denied'],
      ['network', 'exchange not available'],
    ]);
  });

  test('is a rate limit when the status says so, and 403 leaves a more particular class alone', () => {
    expect([
      meaning(new ccxt.ExchangeError('x'), 429),
      meaning(new SyntaxError('x'), 418),
      meaning(new ccxt.RateLimitExceeded('x'), 403),
    ]).toEqual([
      ['rate_limited', 'rate limited'],
      ['rate_limited', 'rate limited'],
      ['rate_limited', 'rate limited'],
    ]);
  });
});
