import { expect, test } from '@jest/globals';
import { AppError } from '@neuratrade/service-kit';
import { accountNameOf } from './account.js';

const refusal = (query: Record<string, unknown>): unknown => {
  try {
    return accountNameOf(query);
  } catch (error) {
    return error instanceof AppError ? [error.code, error.message] : error;
  }
};

test('the account of a request is the one that it names, once', () => {
  expect([refusal({}), refusal({ account: 'bot-2' }), refusal({ account: 'a'.repeat(32) })]).toEqual([
    undefined,
    'bot-2',
    'a'.repeat(32),
  ]);
  expect(refusal({ account: ['a', 'b'] })).toEqual(['bad_request', 'account: give it once.']);
});

test.each(['', 'A b', 'Main', '-a', '_a', 'a'.repeat(33), 'ä', 'a/b'])('%j is no name of one', (account) => {
  const wanted =
    'give the name of an account: at most 32 of a-z, 0-9, _ and -, beginning with a letter or digit.';
  expect(refusal({ account })).toEqual(['bad_request', `account=${account}: ${wanted}`]);
});
