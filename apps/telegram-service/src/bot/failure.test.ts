import { describe, expect, test } from '@jest/globals';
import { GrammyError, HttpError } from 'grammy';
import { describeError, failureOf, LaterError, passingFailure } from './failure.js';

const TOKEN = '1234567890:AAfailureTestTokenAAfailureTestToken';

const answered = (code: number, description: string, parameters = {}) =>
  new GrammyError(
    "Call to 'getUpdates' failed!",
    { ok: false, error_code: code, description, parameters },
    'getUpdates',
    {},
  );
const network = (fields: object) =>
  new HttpError(
    "Network request for 'getUpdates' failed!",
    Object.assign(new Error(`request to https://api.telegram.org/bot${TOKEN}/getUpdates failed`), fields),
  );

describe('failureOf', () => {
  test.each([
    [
      answered(401, 'Unauthorized'),
      { kind: 'refused', reason: 'Telegram refused the token', definite: true },
    ],
    [answered(404, 'Not Found'), { kind: 'refused', reason: 'Telegram refused the token', definite: true }],
    [
      answered(409, 'Conflict: terminated by other getUpdates request'),
      { kind: 'conflict', reason: 'another process polls with this token', definite: true },
    ],
    [
      answered(409, "Conflict: can't use getUpdates method while webhook is active"),
      {
        kind: 'conflict',
        reason: 'another process set a webhook for this token',
        definite: true,
        reconnect: true,
      },
    ],
    [
      answered(429, 'Too Many Requests: retry after 7', { retry_after: 7 }),
      { kind: 'rate_limited', reason: 'Telegram asks to slow down', definite: false, retryAfterMs: 7_000 },
    ],
    [
      answered(400, 'Bad Request: bad webhook:\nAn HTTPS URL must be provided'),
      {
        kind: 'unreachable',
        reason: 'Telegram answered 400: Bad Request: bad webhook: An HTTPS URL must be provided',
        definite: false,
      },
    ],
    [
      answered(403, 'x'.repeat(200)),
      { kind: 'unreachable', reason: `Telegram answered 403: ${'x'.repeat(100)}`, definite: false },
    ],
    [answered(502, 'Bad Gateway'), { kind: 'unreachable', reason: 'Telegram answered 502', definite: false }],
    [
      network({ code: 'ECONNREFUSED' }),
      { kind: 'unreachable', reason: 'Telegram unreachable: connection refused', definite: false },
    ],
    [
      network({ code: 'ECONNRESET' }),
      { kind: 'unreachable', reason: 'Telegram unreachable: connection reset', definite: false },
    ],
    [network({ type: 'aborted' }), { kind: 'silent', reason: 'no answer from Telegram', definite: false }],
    [
      network({ type: 'invalid-json' }),
      { kind: 'unreachable', reason: 'Telegram sent an unreadable answer', definite: false },
    ],
    [new TypeError('bug'), { kind: 'internal', reason: 'internal error', definite: false }],
  ])('%s', (error, failure) => {
    expect(failureOf(error)).toEqual(failure);
    expect(describeError(error)).not.toContain(TOKEN);
  });
});

describe('passingFailure', () => {
  test.each([401, 404, 429, 500, 502])('Telegram may take an answer later that it answered %d', (code) => {
    const error = answered(code, 'why');
    expect(passingFailure(error)).toEqual(failureOf(error));
  });

  test('a call that did not get through may get through later', () => {
    const error = network({ code: 'ECONNREFUSED' });
    expect(passingFailure(error)).toEqual(failureOf(error));
  });

  test('what is told to come later comes later', () => {
    expect(passingFailure(new LaterError('the backend does not answer'))).toEqual({
      kind: 'unreachable',
      reason: 'the backend does not answer',
      definite: true,
    });
  });

  test.each([answered(400, 'Bad Request'), answered(403, 'Forbidden'), new TypeError('bug')])(
    '%s ends the same way another time',
    (error) => {
      expect(passingFailure(error)).toBeUndefined();
    },
  );
});
