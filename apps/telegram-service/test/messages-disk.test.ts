import { spawnSync } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { STORE_BROKEN } from '@neuratrade/health-contracts';
import { eventually } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { type Stack, withStack } from './harness.js';
import { list, post, texts } from './messages-rig.js';

jest.setTimeout(90_000);

const CHAT = 4_711;
const MEBIBYTE = Buffer.alloc(1_048_576, 'x');

function mount(folder: string): void {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'none', folder]);
  if (status !== 0) throw new Error(String(stderr));
}

/** Takes all the room that there is. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'a');
  try {
    for (let size = MEBIBYTE.length; size >= 1; ) {
      const { bytesWritten } = await handle.write(MEBIBYTE, 0, size).catch(() => ({ bytesWritten: 0 }));
      if (bytesWritten < size) size = Math.floor(size / 2);
    }
  } finally {
    await handle.close();
  }
}

/** Starts the service with its data on a disk that is soon full. */
async function onSmallDisk(
  run: (stack: Stack, filler: string) => Promise<void>,
  { fullAtStart = false } = {},
): Promise<void> {
  await withStack({}, async (stack) => {
    await stack.service.stop('SIGKILL');
    const folder = join(stack.home, 'data');
    const filler = join(folder, 'filler');
    mount(folder);
    try {
      if (fullAtStart) await fill(filler);
      await stack.start();
      await stack.healthBecomes(fullAtStart ? FULL : HEALTHY);
      await run(stack, filler);
    } finally {
      await stack.service.stop('SIGKILL');
      spawnSync('umount', ['-l', folder]);
    }
  });
}

const FULL = `{"status":"degraded","service":"telegram-service","error":"${STORE_BROKEN}","bot_active":true}`;

/** Without the right to mount there is no small disk to test on. */
if (spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0) {
  test('on a full disk a message is refused with 503 and health says so, until there is room again; what was taken arrives', async () => {
    await onSmallDisk(async (stack, filler) => {
      await fill(filler);
      const taken: string[] = [];
      const refusal = await eventually(
        async () => {
          const text = `${taken.length}: ${'x'.repeat(4_000)}`;
          const answer = await post(stack, { chat_id: CHAT + taken.length, text });
          if (answer.status === 202) taken.push(text);
          if (answer.status !== 503) throw new Error(answer.text);
          return answer;
        },
        { timeoutMs: 20_000, everyMs: 1 },
      );
      const message = 'The message store cannot be written: disk full. Free space there.';
      expect([refusal.json, refusal.headers['retry-after']]).toEqual([
        { error: { code: 'unavailable', message } },
        '10',
      ]);
      await stack.healthBecomes(FULL);
      await rm(filler);
      await stack.healthBecomes(HEALTHY);
      expect((await post(stack, { chat_id: CHAT - 1, text: 'there is room' })).status).toBe(202);
      await eventually(async () => expect((await list(stack, 'queued')).count).toBe(0), {
        timeoutMs: 30_000,
      });
      expect([...new Set(texts(stack))].sort()).toEqual([...taken, 'there is room'].sort());
    });
  });

  test('the service starts on a full disk too, and takes messages as soon as there is room', async () => {
    await onSmallDisk(
      async (stack, filler) => {
        expect((await post(stack, { chat_id: CHAT, text: 'no room' })).status).toBe(503);
        expect((await list(stack, 'queued').catch(String)) as unknown).toContain('503');
        await rm(filler);
        await stack.healthBecomes(HEALTHY);
        expect((await post(stack, { chat_id: CHAT, text: 'room' })).status).toBe(202);
        await eventually(() => expect(texts(stack, CHAT)).toEqual(['room']), { timeoutMs: 20_000 });
      },
      { fullAtStart: true },
    );
  });
}
