import { expect, test } from '@jest/globals';
import { createChatLimit } from './chat-limit.js';

const CHAT = 70;

function full() {
  const limit = createChatLimit();
  for (let n = 0; n < 50; n += 1) limit.admit(CHAT);
  return limit;
}

test('50 updates of a chat are taken, the first that is too many is told apart, and other chats do not notice', () => {
  const limit = full();
  expect([limit.admit(CHAT), limit.admit(CHAT), limit.admit(80)]).toEqual([
    'first_too_many',
    'too_many',
    'taken',
  ]);
});

test('one that is done makes room, and a flood ends when the chat has nothing open', () => {
  const limit = full();
  limit.admit(CHAT);
  expect(limit.done(CHAT)).toBe(0);
  expect([limit.admit(CHAT), limit.admit(CHAT)]).toEqual(['taken', 'too_many']);
  const ends = Array.from({ length: 50 }, () => limit.done(CHAT));
  expect(ends).toEqual([...Array(49).fill(0), 2]);
  expect(limit.admit(CHAT)).toBe('taken');
});

test('what was taken before counts, however much it is', () => {
  const limit = full();
  limit.take(CHAT);
  limit.done(CHAT);
  expect(limit.admit(CHAT)).toBe('first_too_many');
});
