import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCleanup } from '../../packages/test-kit/dist/index.js';
import { createAsker } from '../lib/asking.js';
import { createLine } from '../lib/line.js';
import { startBare } from '../lib/parts.js';

test('a bare server sends the answer that it was given, and a line counts what it is asked until it swallows all', async () => {
  const cleanup = createCleanup();
  try {
    const body = '{"status":"healthy"}';
    const headers = {
      'content-type': 'application/json',
      'content-length': '20',
      'cache-control': 'no-store',
    };
    const bare = await startBare(cleanup, { status: 200, headers, body });
    const line = cleanup.use(await createLine(bare.port));
    const asker = cleanup.use(createAsker(`http://127.0.0.1:${line.port}/health`));
    const { status, headers: received, body: got } = await asker.ask();
    const { connection, date, 'keep-alive': keepAlive, ...own } = received;
    await asker.ask();
    const passed = line.counts();
    line.blackHole();
    const swallowed = await Promise.race([asker.ask(), after(300)]);
    assert.deepEqual(
      { status, own, got, connection, passed, swallowed, counts: line.counts() },
      {
        ...{ status: 200, own: headers, got: body, connection: 'keep-alive' },
        ...{ passed: { connections: 1, messages: 2 }, swallowed: 'nothing' },
        counts: { connections: 1, messages: 3 },
      },
    );
    assert.ok(date && keepAlive);
  } finally {
    await cleanup.run();
  }
});

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms, 'nothing'));
