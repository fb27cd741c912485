import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createOutbox } from '../../src/outbox/index.js';
import { listener, scratch } from '../support/durable.js';
import { type Letter, outboxProcess, receiver } from '../support/outbox.js';

let home: Awaited<ReturnType<typeof scratch>>;
beforeEach(async () => {
  home = await scratch();
});
afterEach(() => home.remove());

const folder = () => join(home.folder, 'outbox');
const open = <P>() =>
  createOutbox<P>({
    folder: folder(),
    deliver: async () => ({ outcome: 'sent' }),
    logger: listener(),
    giveUpAfterMs: 86_400_000,
  });

const DELIVER = `
  const outbox = await createOutbox({
    folder, logger, giveUpAfterMs: 86_400_000,
    deliver: async ({ payload }) => {
      await fetch(url, { method: 'POST', body: JSON.stringify(payload) });
      return { outcome: 'sent' };
    },
  });
  outbox.start();
  setInterval(async () => {
    if (outbox.state().queued > 0) return;
    await outbox.close();
    process.exit(0);
  }, 10);`;

const letters = Array.from({ length: 500 }, (_, n): Letter => ({ lane: `lane ${n % 13}`, n }));

test('of 500 letters each arrives once, in the order of its lane, but for at most one again for each kill -9', async () => {
  const outbox = await open<Letter>();
  await outbox.add(letters.map((payload) => ({ lane: payload.lane, urgency: 0, payload })));
  await outbox.close();
  let kill: (() => void) | undefined;
  let left = 0;
  const atKill: Letter[] = [];
  const post = await receiver((letter) => {
    left -= 1;
    if (left !== 0) return;
    atKill.push(letter);
    if (Math.random() < 0.5) kill?.();
    else setTimeout(() => kill?.(), Math.random() * 4);
  });
  const KILLS = 8;
  const ends: unknown[] = [];
  for (let round = 0; round <= KILLS; round += 1) {
    left = round < KILLS ? 1 + Math.floor(Math.random() * (400 / KILLS)) : 0;
    const process = outboxProcess(DELIVER, { folder: folder(), url: post.url });
    kill = () => process.child.kill('SIGKILL');
    ends.push(await process.ended);
  }
  post.close();
  expect(ends).toEqual([
    ...Array.from({ length: KILLS }, () => ({ code: null, signal: 'SIGKILL' })),
    { code: 0, signal: null },
  ]);
  const first = post.received.filter(
    (letter, index) => post.received.findIndex(({ n }) => n === letter.n) === index,
  );
  expect(first.map(({ n }) => n).sort((one, other) => one - other)).toEqual(letters.map(({ n }) => n));
  for (const lane of new Set(letters.map((letter) => letter.lane))) {
    const expected = letters.filter((letter) => letter.lane === lane);
    expect(first.filter((letter) => letter.lane === lane)).toEqual(expected);
  }
  expect(post.received.length - first.length).toBeLessThanOrEqual(KILLS);
  const again = await open<Letter>();
  expect(again.state()).toEqual({
    queued: 0,
    oldestQueuedAt: null,
    dead: 0,
    lastError: null,
    broken: null,
  });
  expect((await again.list({ state: 'sent', limit: 1 })).count).toBe(500);
  await again.close();
}, 120_000);

const ADD = `
  const outbox = await createOutbox({
    folder, logger, giveUpAfterMs: 86_400_000, deliver: async () => ({ outcome: 'sent' }),
  });
  let next = 0;
  const add = async () => {
    for (;;) {
      const n = round + '-' + next++;
      await outbox.add(
        ['one', 'other'].map((half) => ({ lane: 'l', urgency: 0, payload: { n, half, text: 'x'.repeat(300) } })),
        { text: n, fingerprint: n },
      );
      say(n);
    }
  };
  for (let adder = 0; adder < 20; adder += 1) add();`;

test('what was told to be added before a kill -9 is there, and what was not is there whole or not at all', async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    const process = outboxProcess(ADD, { folder: folder(), round });
    process.child.stdout.once('data', () =>
      setTimeout(() => process.child.kill('SIGKILL'), Math.random() * 250),
    );
    expect(await process.ended).toEqual({ code: null, signal: 'SIGKILL' });
    acknowledged.push(...process.lines());
  }
  const logger = listener();
  const outbox = await createOutbox<{ n: string; half: string }>({
    folder: folder(),
    deliver: async () => ({ outcome: 'sent' }),
    logger,
    giveUpAfterMs: 86_400_000,
  });
  const { envelopes, count } = await outbox.list({ state: 'queued', limit: 100_000 });
  expect(count).toBe(envelopes.length);
  const halves = new Map<string, string[]>();
  for (const { payload } of envelopes)
    halves.set(payload.n, [...(halves.get(payload.n) ?? []), payload.half]);
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(acknowledged.filter((n) => !halves.has(n))).toEqual([]);
  expect([...halves.values()].filter((found) => found.join() !== 'one,other')).toEqual([]);
  const last = acknowledged.at(-1) ?? '';
  const again = await outbox.add([], { text: last, fingerprint: last });
  expect([again.known, again.envelopes.map(({ payload }) => payload.half)]).toEqual([true, ['one', 'other']]);
  expect(logger.told).toEqual([]);
  await outbox.close();
}, 120_000);

test('a second process waits for the first to let go, then says who to stop', async () => {
  const outbox = await open();
  const second = outboxProcess(
    `await createOutbox({ folder, logger, giveUpAfterMs: 1, lockWaitMs: 300, deliver: async () => undefined })
       .catch((error) => say(error.code + ': ' + error.message));`,
    { folder: folder() },
  );
  expect(await second.ended).toEqual({ code: 0, signal: null });
  expect(second.lines()).toEqual([
    `locked: ${folder()} is in use by another process. Stop that one, or give this one a home of its own.`,
  ]);
  await outbox.close();
}, 30_000);
