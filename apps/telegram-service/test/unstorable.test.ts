import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { STORE_BROKEN } from '@neuratrade/health-contracts';
import { eventually } from '@neuratrade/test-kit';
import { fixture, HEALTHY } from './fixture.js';
import { type Stack, withStack } from './harness.js';

jest.setTimeout(60_000);

const NOT_STORED = JSON.stringify({
  status: 'degraded',
  service: 'telegram-service',
  error: STORE_BROKEN,
  bot_active: true,
});
const SLOW = { body: fixture('health.healthy.json'), delayMs: 1_500 };

const answersTo = ({ telegram }: Stack, chatId: number) =>
  telegram.sent().filter(({ payload }) => payload.chat_id === chatId).length;

const inboxOf = ({ home }: Stack) => join(home, 'data', 'inbox');

/** The inbox on a disk of its own, which is full until the returned function frees it. */
async function startOnFullDisk(stack: Stack): Promise<() => void> {
  const folder = inboxOf(stack);
  await rm(folder, { recursive: true });
  await mkdir(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  const filler = join(folder, 'filler');
  await writeFile(filler, Buffer.alloc(2 ** 20)).catch(() => undefined);
  await stack.start();
  return () => execFileSync('rm', [filler]);
}

test.concurrent('while the disk is full updates are answered, Telegram keeps those that are not, and none is lost or answered twice', async () => {
  await withStack({}, async (stack) => {
    await stack.service.stop('SIGTERM');
    const free = await startOnFullDisk(stack);
    try {
      await stack.healthBecomes(NOT_STORED);
      stack.telegram.updates.pushText({ chatId: 1, text: '/help' });
      await eventually(() => expect(answersTo(stack, 1)).toBe(1));
      await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));

      stack.backend.set(SLOW);
      const kept = stack.telegram.updates.pushText({ chatId: 2, text: '/status' });
      await eventually(() => expect(stack.backend.requests()).toBe(1));
      expect(stack.telegram.updates.pending()).toEqual([kept]);
      await stack.service.stop('SIGKILL');
      expect(answersTo(stack, 2)).toBe(0);

      await stack.start();
      await eventually(() => expect(answersTo(stack, 2)).toBe(1));
      free();
      await stack.healthBecomes(HEALTHY);
      await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]));
      stack.telegram.updates.pushText({ chatId: 3, text: '/help' });
      await eventually(() => expect(answersTo(stack, 3)).toBe(1));
      expect([1, 2, 3].map((chatId) => answersTo(stack, chatId))).toEqual([1, 1, 1]);
      const told = (await stack.log()).filter(({ msg }) => /^Inbox can/.test(String(msg)));
      expect(told.map(({ level, msg }) => `${level}: ${msg}`)).toEqual([
        'error: Inbox cannot be written',
        'error: Inbox cannot be written',
        'info: Inbox can be written again',
      ]);
    } finally {
      await stack.service.stop('SIGKILL');
      execFileSync('umount', ['-l', inboxOf(stack)]);
    }
  });
});

test.concurrent('a second process on the same folder ends with a word on what to do', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    await expect(stack.start()).rejects.toThrow(/service ended at start \(code 1\)/);
  });
});
