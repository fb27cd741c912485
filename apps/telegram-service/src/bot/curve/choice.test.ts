import { expect, test } from '@jest/globals';
import { curveButtons, rangeButtons } from './buttons.js';
import { curveChoice } from './choice.js';

test.each([
  ['', { range: '30d', look: undefined }],
  ['24h', { range: '24h', look: undefined }],
  [' 90D  Dark ', { range: '90d', look: 'dark' }],
  ['light 7d', { range: '7d', look: 'light' }],
  ['dark', { range: '30d', look: 'dark' }],
])('%j is understood', (args, choice) => {
  expect(curveChoice(args, '30d')).toEqual(choice);
});

const WANTED = 'Give one range (24h, 7d, 30d, 90d) and one look (light, dark), or nothing.';

test.each([
  ['1y', `I do not understand “1y”. ${WANTED}`],
  ['30dd', `I do not understand “30dd”. Did you mean 30d? ${WANTED}`],
  ['24h darkk', `I do not understand “darkk”. Did you mean dark? ${WANTED}`],
  ['7d 24h', `I do not understand “24h”. ${WANTED}`],
  ['<b>', `I do not understand “&lt;b&gt;”. ${WANTED}`],
])('%j is not, and says what would be', (args, unclear) => {
  expect(curveChoice(args, '30d')).toEqual({ unclear });
});

test('one row of buttons for the range and one for the look, what is shown being marked', () => {
  expect(curveButtons('7d', 'dark')).toEqual([
    [
      { label: '24h', args: '24h' },
      { label: '• 7d', args: '7d' },
      { label: '30d', args: '30d' },
      { label: '90d', args: '90d' },
    ],
    [
      { label: '☀️ Light', args: '7d light' },
      { label: '• 🌙 Dark', args: '7d dark' },
    ],
  ]);
  expect(rangeButtons('90d').map(({ label }) => label)).toEqual(['24h', '7d', '30d', '• 90d']);
});
