import { describe, expect, test } from '@jest/globals';
import { findSecrets } from './secrets.js';

const CANARY = 'canary/+"=Zß9';
const found = (text: string) => findSecrets({ log: text }, ['another-canary', CANARY]);

describe('a canary is found', () => {
  test.each([
    ['plain', `key ${CANARY}.`],
    ['json', JSON.stringify({ key: CANARY })],
    ['url', `https://host/?key=${encodeURIComponent(CANARY)}`],
    ['url', `https://host/?${new URLSearchParams({ key: CANARY })}`],
    ['url', encodeURIComponent(CANARY).toLowerCase().replace('z', 'Z')],
    ['hex', Buffer.from(`a${CANARY}`).toString('hex')],
    ['base64', Buffer.from(CANARY).toString('base64')],
    ['base64', Buffer.from(`u:${CANARY}:x`).toString('base64')],
    ['base64', Buffer.from(`u:${CANARY}`).toString('base64url')],
    ['base64', Buffer.from(`:${CANARY}`).toString('base64url')],
  ])('in form %s', (form, text) => {
    expect(found(text)).toEqual([`log: canary 1 (${form})`]);
  });
});

test('every text and every canary is told, without the canary', () => {
  const texts = { one: 'first-canary', two: 'nothing', three: 'first-canary second-canary' };
  expect(findSecrets(texts, ['first-canary', 'second-canary'])).toEqual([
    'one: canary 0 (plain)',
    'three: canary 0 (plain)',
    'three: canary 1 (plain)',
  ]);
});

test('a canary that could appear by chance is refused', () => {
  expect(() => findSecrets({ log: '' }, ['short'])).toThrow('at least 8 characters');
});
