import { expect, test } from '@jest/globals';
import { renderHelp, renderTooMany, renderWelcome } from './help.js';

test('renderHelp lists commands and escapes their descriptions', () => {
  expect(renderHelp([{ name: 'status', description: 'Health <now>' }])).toBe(
    '<b>What I can do</b>\n\n/status – Health &lt;now&gt;',
  );
});

test('renderWelcome names the next steps', () => {
  expect(renderWelcome()).toBe(
    '<b>Welcome to NeuraTrade</b>\n\nI watch the services that your trading bots depend on.\n/status tells whether they work, /help lists what I can do.',
  );
});

test('renderTooMany says what to do', () => {
  expect(renderTooMany()).toBe('Too many requests: I leave some out. Wait for my answers, then ask again.');
});
