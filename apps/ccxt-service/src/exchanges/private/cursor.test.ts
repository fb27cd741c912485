import { expect, test } from '@jest/globals';
import { readCursor, writeCursor } from './cursor.js';

test('a cursor is read as it was written', () => {
  const cursors = [{ after: '28457' }, { from: 1_772_533_800_123, width: 604_740_000 }];
  expect(cursors.map(writeCursor).map(readCursor)).toEqual(cursors);
});

test.each([
  '',
  'after:',
  'after:x',
  'after:-1',
  'from:1',
  'from:1:0',
  'from:1:1:1',
  'from:1e9:1',
  ' after:1',
])('what was never written is refused: %j', (text) => {
  expect(() => readCursor(text)).toThrow(`cursor=${text}: give the \`next\` of the answer before.`);
});
