import { expect, test } from '@jest/globals';
import { sameSecret } from './same-secret.js';

test.each([
  ['right', 'right', true],
  ['wrong', 'right', false],
  ['righ', 'right', false],
  ['right ', 'right', false],
  ['', 'right', false],
  [undefined, 'right', false],
])('%j shown for %j: %j', (shown, secret, same) => {
  expect(sameSecret(shown, secret)).toBe(same);
});
