import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dataOf, keyboardOf, parseData } from './buttons.js';

const asked = { page: 1, command: 'trades', args: '50' };

test('what a button holds comes back as it was', () => {
  const pressed = fc.record({
    page: fc.nat(999),
    command: fc.stringMatching(/^[a-z0-9_]{1,32}$/),
    args: fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.trim()),
  });
  fc.assert(
    fc.property(pressed, (value) => {
      const data = dataOf(value);
      if (data === undefined) return;
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
      expect(parseData(data)).toEqual(value);
    }),
  );
});

test('what does not go into a button is no button', () => {
  expect(dataOf({ page: 0, command: 'digest', args: 'ä'.repeat(27) })).toBe(`0 digest ${'ä'.repeat(27)}`);
  expect(dataOf({ page: 0, command: 'digest', args: 'ä'.repeat(28) })).toBeUndefined();
  expect(keyboardOf({ refresh: true }, { ...asked, args: 'x'.repeat(64) }, 3)).toBeUndefined();
});

test.each([
  [undefined],
  [''],
  ['noop'],
  ['x trades'],
  ['1trades'],
  ['1 TRADES'],
  ['1000 trades'],
  ['-1 trades'],
])('%j is no button of this bot', (data) => {
  expect(parseData(data)).toBeUndefined();
});

test('below a page are the answer’s own buttons, those that turn pages, and Refresh', () => {
  const buttons = [[{ label: '7 d', args: '7d' }], [{ label: 'Too long', args: 'x'.repeat(64) }]];
  expect(keyboardOf({ buttons, refresh: true }, asked, 3)).toEqual({
    inline_keyboard: [
      [{ text: '7 d', callback_data: '0 trades 7d' }],
      [
        { text: '◀', callback_data: '0 trades 50' },
        { text: '2/3', callback_data: '1 trades 50' },
        { text: '▶', callback_data: '2 trades 50' },
      ],
      [{ text: '🔄 Refresh', callback_data: '1 trades 50' }],
    ],
  });
});

test('the first and the last page turn one way, a single one not at all', () => {
  const turning = (page: number, pages: number) =>
    keyboardOf({}, { ...asked, page }, pages)
      ?.inline_keyboard.flat()
      .map(({ text }) => text);
  expect([turning(0, 2), turning(1, 2), turning(0, 1)]).toEqual([['1/2', '▶'], ['◀', '2/2'], undefined]);
});
