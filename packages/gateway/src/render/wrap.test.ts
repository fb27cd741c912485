import { expect, test } from '@jest/globals';
import { wrap } from './wrap.js';

test('a text is broken at its blanks, and what follows its first line stands in', () => {
  expect(wrap('Store the token and start again.', 12)).toEqual([
    'Store the',
    '  token and',
    '  start',
    '  again.',
  ]);
});

test('a word that is too long stands alone', () => {
  expect(wrap('See TELEGRAM_BOT_TOKEN for it', 10)).toEqual(['See', '  TELEGRAM_BOT_TOKEN', '  for it']);
});

test('without a width a text stays one line', () => {
  const text = Array(100).fill('word').join(' ');
  expect(wrap(text, undefined)).toEqual([text]);
});
