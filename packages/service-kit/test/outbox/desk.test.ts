import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { OutboxError } from '../../src/outbox/index.js';
import { letter, outboxes } from '../support/fixture.js';
import { until } from '../support/outbox.js';

let box: Awaited<ReturnType<typeof outboxes>>;
beforeEach(async () => {
  box = await outboxes();
});
afterEach(() => box.remove());

const WEEK_MS = 7 * 86_400_000;
const key = (text: string, fingerprint = 'same') => ({ text, fingerprint });

test('the same under the same key is added once, told as it stands now, across restarts and for a week', async () => {
  let time = Date.now();
  const first = await box.open({ now: () => time });
  const { envelopes } = await first.add([letter('x'), letter('y', 'b')], key('digest:1:2026-03-03'));
  expect(await first.add([letter('x'), letter('y', 'b')], key('digest:1:2026-03-03'))).toEqual({
    known: true,
    envelopes,
  });
  expect([await first.has('digest:1:2026-03-03'), await first.has('digest:1:2026-03-04')]).toEqual([
    true,
    false,
  ]);
  first.start();
  await until(() => first.state().queued === 0);
  await first.close();
  time += WEEK_MS - 60_000;
  const second = await box.open({ now: () => time });
  const again = await second.add([], key('digest:1:2026-03-03'));
  expect([again.known, again.envelopes.map(({ id, state }) => [id, state])]).toEqual([
    true,
    envelopes.map(({ id }) => [id, 'sent']),
  ]);
  time += 120_000;
  expect(await second.has('digest:1:2026-03-03')).toBe(false);
  const anew = await second.add([letter('z')], key('digest:1:2026-03-03', 'other'));
  expect([anew.known, anew.envelopes.length]).toEqual([false, 1]);
  await second.close();
  const third = await box.open({ now: () => time });
  await until(async () => (await third.list({ state: 'sent', limit: 5 })).count === 0);
  expect(await third.has('digest:1:2026-03-03')).toBe(true);
});

test('other content under a known key is refused', async () => {
  const outbox = await box.open();
  await outbox.add([letter('x')], key('k'));
  await expect(outbox.add([letter('y')], key('k', 'other'))).rejects.toEqual(
    new OutboxError('conflict', 'This idempotency key was used for something else. Use another.'),
  );
  expect(outbox.state().queued).toBe(1);
});

test('of many that come at once under one key one is added; each key by itself', async () => {
  const outbox = await box.open();
  const added = await Promise.all(
    Array.from({ length: 60 }, (_, n) => outbox.add([letter(`${n % 3}`)], key(`key ${n % 3}`))),
  );
  expect(added.filter(({ known }) => !known).length).toBe(3);
  expect(new Set(added.flatMap(({ envelopes }) => envelopes.map(({ id }) => id))).size).toBe(3);
  expect(outbox.state().queued).toBe(3);
  const raced = await Promise.allSettled([
    outbox.add([letter('one')], key('raced', 'one')),
    outbox.add([letter('other')], key('raced', 'other')),
  ]);
  expect(raced.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test('more than may be queued is refused whole, also of what comes at once', async () => {
  const outbox = await box.open({ most: 10 });
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, (_, n) => outbox.add([letter(`${n}`), letter(`${n}!`)])),
  );
  expect(results.map(({ status }) => status)).toEqual([
    ...Array.from({ length: 5 }, () => 'fulfilled'),
    ...Array.from({ length: 3 }, () => 'rejected'),
  ]);
  await expect(outbox.add([letter('x')])).rejects.toEqual(
    new OutboxError('full', '10 are queued already. Wait until some are sent.'),
  );
  outbox.start();
  await until(() => outbox.state().queued === 0);
  await outbox.add([letter('x')]);
});

test('a dead letter that is queued again goes to the end of its lane, with its whole time before it', async () => {
  let time = Date.now();
  const queuedAt = time;
  box.answer(({ payload }) =>
    payload === 'x' ? { outcome: 'dead', reason: 'chat not found' } : { outcome: 'sent' },
  );
  const first = await box.open({ now: () => time });
  const [added] = (await first.add([letter('x')])).envelopes;
  const id = added?.id ?? '';
  expect(await first.retry(id)).toBeUndefined();
  first.start();
  await until(() => first.state().dead === 1);
  await first.close();
  time += 2 * 86_400_000;
  const second = await box.open({ now: () => time });
  await second.add([letter('y')]);
  const [one, other] = await Promise.all([second.retry(id), second.retry(id)]);
  const expected = { ...added, attempts: 1, queuedAt: time, nextAt: time };
  expect([one, other]).toEqual([expected, undefined]);
  expect(second.state()).toMatchObject({ queued: 2, dead: 0, oldestQueuedAt: time });
  await second.close();
  time += 6 * 86_400_000;
  box.answer(() => ({ outcome: 'sent' }));
  const third = await box.open({ now: () => time, giveUpAfterMs: WEEK_MS });
  expect(queuedAt + WEEK_MS).toBeLessThan(time);
  third.start();
  await until(() => third.state().queued === 0);
  expect(box.payloads()).toEqual(['x', 'y', 'x']);
  expect(await third.get(id)).toMatchObject({ state: 'sent', attempts: 2, error: null });
  expect(await third.retry(id)).toBeUndefined();
});

test('what ended goes for good after a week, nothing else', async () => {
  let time = Date.now();
  box.answer(({ payload }) =>
    payload.startsWith('bad') ? { outcome: 'dead', reason: 'refused' } : { outcome: 'sent' },
  );
  const first = await box.open({ now: () => time });
  first.start();
  await first.add(Array.from({ length: 1_200 }, (_, n) => letter(`${n}`)));
  await first.add([letter('bad 1')]);
  await until(() => first.state().queued === 0);
  time += 1_000;
  await first.add([letter('later'), letter('bad 2')]);
  await until(() => first.state().queued === 0);
  await first.close();
  time += WEEK_MS - 500;
  const second = await box.open({ now: () => time });
  const counts = async (outbox: typeof second) =>
    Promise.all(
      (['queued', 'sent', 'dead'] as const).map(
        async (state) => (await outbox.list({ state, limit: 5 })).count,
      ),
    );
  await until(async () => (await counts(second)).join() === '0,1,1');
  expect((await second.list({ state: 'sent', limit: 5 })).envelopes.map(({ payload }) => payload)).toEqual([
    'later',
  ]);
  await second.close();
  const third = await box.open({ now: () => time });
  expect(await counts(third)).toEqual([0, 1, 1]);
}, 30_000);
