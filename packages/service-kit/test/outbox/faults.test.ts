import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openStore } from '../../src/durable/index.js';
import { mayMount, smallDisk } from '../support/disk.js';
import { listener } from '../support/durable.js';
import { letter, outboxes } from '../support/fixture.js';
import { until } from '../support/outbox.js';

let box: Awaited<ReturnType<typeof outboxes>>;
beforeEach(async () => {
  box = await outboxes();
});
afterEach(() => box.remove());

const names = (count: number) => Array.from({ length: count }, (_, n) => `letter ${n}`);

test('a receiver that hangs is waited for, and gets everything in order when it goes on', async () => {
  const server = spawn(
    process.execPath,
    [
      '-e',
      `const { writeSync } = require('node:fs');
       const server = require('node:http').createServer(async (request, response) => {
         let body = '';
         for await (const chunk of request) body += chunk;
         writeSync(1, body + '\\n');
         response.end();
       }).listen(0, '127.0.0.1', () => writeSync(1, server.address().port + '\\n'));`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  server.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  try {
    await until(() => said.includes('\n'));
    const url = `http://127.0.0.1:${said.trim()}`;
    box.answer(async ({ payload }) => {
      if (payload === 'letter 7' && !stopped) server.kill('SIGSTOP');
      if (payload === 'letter 7') stopped = true;
      try {
        await fetch(url, { method: 'POST', body: payload, signal: AbortSignal.timeout(300) });
        return { outcome: 'sent' };
      } catch {
        return { outcome: 'retry', reason: 'connection timeout' };
      }
    });
    let stopped = false;
    const outbox = await box.open();
    await outbox.add(names(30).map((name) => letter(name)));
    outbox.start();
    await until(() => box.tried.length >= 10);
    expect(outbox.state()).toMatchObject({ queued: 23, lastError: 'connection timeout' });
    server.kill('SIGCONT');
    await until(() => outbox.state().queued === 0);
    const got = said.trim().split('\n').slice(1);
    expect(got.filter((name, index) => got.indexOf(name) === index)).toEqual(names(30));
    expect(new Set(got.filter((name, index) => got.indexOf(name) !== index))).toEqual(new Set(['letter 7']));
  } finally {
    server.kill('SIGKILL');
    await once(server, 'close');
  }
}, 60_000);

test('a letter whose text on disk is broken is given up and told; the others are delivered', async () => {
  const first = await box.open();
  const { envelopes } = await first.add(names(3).map((name) => letter(name)));
  await first.close();
  const id = envelopes[1]?.id ?? '';
  const store = await openStore<unknown>({ folder: box.folder, logger: listener() });
  await store.write([{ del: `payload/${id}` }]);
  await store.close();
  const second = await box.open();
  second.start();
  await until(() => second.state().queued === 0);
  expect(box.payloads()).toEqual(['letter 0', 'letter 2']);
  expect([second.state().dead, await second.get(id), await second.retry(id)]).toEqual([
    1,
    undefined,
    undefined,
  ]);
  expect(box.logger.told).toEqual([
    {
      level: 'error',
      msg: 'Queued envelope cannot be read and is given up',
      fields: { id, lane: 'a' },
    },
  ]);
});

if (mayMount) {
  test('a full disk stops deliveries and is told; what was acknowledged but could not be marked is not sent again', async () => {
    const disk = await smallDisk(box.folder);
    const folder = join(box.folder, 'outbox');
    try {
      let filled = false;
      box.answer(async () => {
        if (!filled) await disk.fill();
        filled = true;
        return { outcome: 'sent' };
      });
      const outbox = await box.open({ folder });
      await outbox.add(names(200).map((name) => letter(name)));
      outbox.start();
      await until(() => outbox.state().broken !== null);
      const sentByThen = box.tried.length;
      const reason = `${folder} cannot be written: disk full. Free space there.`;
      expect(outbox.state().broken).toBe(reason);
      await expect(outbox.add([letter('more')])).rejects.toMatchObject({
        code: 'unwritable',
        message: reason,
      });
      await sleep(1_300);
      expect(box.tried.length).toBe(sentByThen);
      const { envelopes, count } = await outbox.list({ state: 'queued', limit: 500 });
      expect([envelopes.length, count]).toEqual([200 - sentByThen + 1, 200 - sentByThen + 1]);
      disk.free();
      await until(() => outbox.state().queued === 0);
      expect(box.payloads()).toEqual(names(200));
      expect(outbox.state()).toEqual({
        queued: 0,
        oldestQueuedAt: null,
        dead: 0,
        lastError: null,
        broken: null,
      });
      expect((await outbox.list({ state: 'sent', limit: 500 })).envelopes.length).toBe(200);
      expect(box.logger.told).toEqual([
        { level: 'error', msg: 'Outbox cannot be written', fields: { error: reason } },
        { level: 'info', msg: 'Outbox can be written again' },
      ]);
      await outbox.close();
    } finally {
      disk.remove();
    }
  }, 60_000);

  test('a write that fails while nothing is queued is told, and forgotten by itself when there is room again', async () => {
    const disk = await smallDisk(box.folder);
    try {
      const outbox = await box.open({ folder: join(box.folder, 'outbox') });
      outbox.start();
      await sleep(50);
      await disk.fill();
      await expect(outbox.add([letter('x'.repeat(100_000))])).rejects.toMatchObject({ code: 'unwritable' });
      expect(outbox.state()).toMatchObject({ queued: 0, broken: expect.stringContaining('disk full') });
      await sleep(1_200);
      expect(outbox.state().broken).not.toBeNull();
      disk.free();
      await until(() => outbox.state().broken === null);
      expect([outbox.state().queued, box.tried]).toEqual([0, []]);
      await outbox.add([letter('y')]);
      await until(() => outbox.state().queued === 0);
      expect(box.payloads()).toEqual(['y']);
      await outbox.close();
    } finally {
      disk.remove();
    }
  }, 60_000);

  test('an outbox that ends while its disk is full sends at most that one letter again', async () => {
    const disk = await smallDisk(box.folder);
    const folder = join(box.folder, 'outbox');
    try {
      box.answer(async ({ payload }) => {
        if (payload === 'letter 5') await disk.fill();
        return { outcome: 'sent' };
      });
      const first = await box.open({ folder });
      await first.add(names(100).map((name) => letter(name)));
      first.start();
      await until(() => first.state().broken !== null);
      await first.close();
      const unmarked = box.payloads().at(-1);
      await expect(box.open({ folder, lockWaitMs: 0 })).rejects.toMatchObject({ code: 'unwritable' });
      disk.free();
      box.answer(() => ({ outcome: 'sent' }));
      const second = await box.open({ folder });
      second.start();
      await until(() => second.state().queued === 0);
      const again = box.payloads().filter((name, index) => box.payloads().indexOf(name) !== index);
      expect(again.filter((name) => name !== unmarked)).toEqual([]);
      expect([...new Set(box.payloads())]).toEqual(names(100));
      await second.close();
    } finally {
      disk.remove();
    }
  }, 60_000);
}
