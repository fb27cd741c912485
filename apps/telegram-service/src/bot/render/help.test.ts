import { expect, test } from '@jest/globals';
import { renderCommand, renderTooMany } from './help.js';

test('a command is listed with what may follow it and its other names, all escaped', () => {
  expect([
    renderCommand({ name: 'status', description: 'Health <now>' }),
    renderCommand({
      name: 'trades',
      description: 'Closed trades',
      usage: '[n<50]',
      aliases: ['deals', 'done'],
    }),
  ]).toEqual(['/status – Health &lt;now&gt;', '/trades [n&lt;50] – Closed trades (also /deals, /done)']);
});

test('a chat that asks too much is told what to do', () => {
  expect(renderTooMany()).toBe('Too many requests: I leave some out. Wait for my answers, then ask again.');
});
