import { expect, test } from '@jest/globals';
import { commandIn, commandNamed, unknownCommand } from './asked.js';
import { COMMANDS } from './commands/all.js';

test.each([
  ['/help', { name: 'help', args: '', bot: undefined }],
  ['/Trades  25 ', { name: 'trades', args: '25', bot: undefined }],
  ['/start@NeuraTrade_bot\nA_code-1', { name: 'start', args: 'A_code-1', bot: 'neuratrade_bot' }],
  ['/porfolio', { name: 'porfolio', args: '', bot: undefined }],
  ['help', undefined],
  ['/ help', undefined],
  ['/', undefined],
  ['/a-b', undefined],
  ['5/help', undefined],
])('%j asks for %j', (text, asked) => {
  expect(commandIn(text)).toEqual(asked);
});

test('an alias names its command', () => {
  expect(
    ['health', 'balance', 'profit', 'status', 'risk'].map((name) => commandNamed(name, COMMANDS)?.name),
  ).toEqual([...['status', 'portfolio', 'performance', 'status', undefined]]);
});

test.each([
  ['porfolio', 'I do not know /porfolio. Did you mean /portfolio? /help lists what I can do.'],
  ['halth', 'I do not know /halth. Did you mean /health? /help lists what I can do.'],
  ['moon', 'I do not know /moon. /help lists what I can do.'],
  ['x'.repeat(64), `I do not know /${'x'.repeat(32)}…. /help lists what I can do.`],
])('of /%s it is said what was probably meant', (name, text) => {
  expect(unknownCommand(name, COMMANDS)).toBe(text);
});
