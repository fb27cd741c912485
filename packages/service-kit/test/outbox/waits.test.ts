import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { letter, outboxes } from '../support/fixture.js';
import { until } from '../support/outbox.js';

let box: Awaited<ReturnType<typeof outboxes>>;
beforeEach(async () => {
  box = await outboxes();
});
afterEach(() => box.remove());

const EMPTY = { queued: 0, oldestQueuedAt: null, dead: 0, lastError: null, broken: null };

test('a lane that has to wait waits as long as it was told, its order kept, while others go on', async () => {
  const times: [string, number][] = [];
  box.answer(({ payload, attempts }) => {
    times.push([payload, performance.now()]);
    if (payload === 'a1' && attempts === 0) return { outcome: 'lane_wait', ms: 300, reason: 'slow down' };
    return { outcome: 'sent' };
  });
  const outbox = await box.open();
  await outbox.add([letter('a1'), letter('a2'), letter('b1', 'b'), letter('b2', 'b')]);
  outbox.start();
  await until(() => outbox.state().queued === 2);
  const waiting = await outbox.list({ state: 'queued', limit: 10 });
  expect(waiting.envelopes.map(({ payload, attempts, error }) => [payload, attempts, error])).toEqual([
    ['a1', 1, 'slow down'],
    ['a2', 0, null],
  ]);
  for (const { nextAt } of waiting.envelopes) expect((nextAt ?? 0) - Date.now()).toBeGreaterThan(100);
  await until(() => outbox.state().queued === 0);
  expect(times.map(([payload]) => payload)).toEqual(['a1', 'b1', 'b2', 'a1', 'a2']);
  expect((times[3]?.[1] ?? 0) - (times[0]?.[1] ?? 0)).toBeGreaterThanOrEqual(299);
});

test('a wait goes on after a restart, and no longer than a letter may wait', async () => {
  box.answer(({ attempts }) =>
    attempts === 0 ? { outcome: 'lane_wait', ms: 600, reason: 'slow down' } : { outcome: 'sent' },
  );
  const first = await box.open();
  first.start();
  await first.add([letter('a1')]);
  await until(() => box.tried.length === 1);
  const told = performance.now();
  await first.close();
  const second = await box.open();
  second.start();
  await second.add([letter('urgent', 'a', 2), letter('b1', 'b')]);
  await until(() => second.state().queued === 0);
  expect(box.payloads().slice(0, 2)).toEqual(['a1', 'b1']);
  expect(performance.now() - told).toBeGreaterThan(500);
  await second.add([letter('c1', 'c')]);
  await until(() => second.state().lastError === 'slow down');
  await second.close();
  const third = await box.open({ giveUpAfterMs: 100 });
  third.start();
  await until(() => third.state().queued === 0, 5_000);
});

test('what was queued, or told to wait, while the clock was ahead waits no longer for that after a restart', async () => {
  let time = Date.now() + 3_600_000;
  box.answer(({ attempts }) =>
    attempts === 0 ? { outcome: 'lane_wait', ms: 200, reason: 'slow down' } : { outcome: 'sent' },
  );
  const first = await box.open({ now: () => time });
  await first.add([letter('told to wait')]);
  first.start();
  await until(() => first.state().lastError === 'slow down');
  await first.add([letter('untried', 'b')]);
  await first.close();
  time -= 3_600_000;
  box.answer(() => ({ outcome: 'sent' }));
  const second = await box.open({ now: () => time });
  second.start();
  await until(() => second.state().queued === 0, 2_000);
  expect(second.state()).toEqual(EMPTY);
});

test('lanes that have to wait one after the other make the whole wait: it may not be about them', async () => {
  const times: number[] = [];
  box.answer(({ attempts }) => {
    times.push(performance.now());
    return attempts === 0 ? { outcome: 'lane_wait', ms: 150, reason: 'slow down' } : { outcome: 'sent' };
  });
  const outbox = await box.open();
  await outbox.add(['a', 'b', 'c'].map((lane) => letter(`${lane}1`, lane)));
  outbox.start();
  await until(() => outbox.state().queued === 0);
  expect(box.payloads().slice(0, 2)).toEqual(['a1', 'b1']);
  expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(149);
});

test('after a sent one that asks for it, its lane rests', async () => {
  box.answer(({ payload }) => (payload === 'a1' ? { outcome: 'sent', restMs: 200 } : { outcome: 'sent' }));
  const outbox = await box.open();
  await outbox.add([letter('a1'), letter('a2'), letter('b1', 'b')]);
  outbox.start();
  const started = performance.now();
  await until(() => outbox.state().queued === 0);
  expect(box.payloads()).toEqual(['a1', 'b1', 'a2']);
  expect(performance.now() - started).toBeGreaterThan(180);
});

test('a lane that fails for ever waits longer and longer alone: what comes for others goes at once', async () => {
  const failedAt: number[] = [];
  box.answer(({ lane }) => {
    if (lane !== 'bad') return { outcome: 'sent' };
    failedAt.push(performance.now());
    return { outcome: 'retry', reason: 'Telegram answered 502' };
  });
  const outbox = await box.open({ backoff: { firstMs: 100, mostMs: 60_000 } });
  outbox.start();
  const [bad] = (await outbox.add([letter('bad', 'bad')])).envelopes;
  await until(() => failedAt.length === 4);
  const started = performance.now();
  for (const lane of ['b', 'c', 'b']) {
    await outbox.add([letter(lane, lane)]);
    await until(() => outbox.state().queued === 1);
  }
  expect(performance.now() - started).toBeLessThan(400);
  expect(box.payloads()).toEqual(['bad', 'bad', 'bad', 'bad', 'b', 'c', 'b']);
  const pauses = failedAt.slice(1).map((at, index) => at - (failedAt[index] ?? 0));
  for (const [index, least] of [75, 150, 300].entries())
    expect(pauses[index]).toBeGreaterThanOrEqual(least - 1);
  const { attempts, nextAt, error } = (await outbox.get(bad?.id ?? '')) ?? {};
  expect([attempts, error]).toEqual([4, 'Telegram answered 502']);
  expect((nextAt ?? 0) - Date.now()).toBeGreaterThan(100);
});

test('when nobody can be reached the whole waits longer and longer, and one letter that fails keeps no lane back', async () => {
  const times = new Map<string, number[]>();
  let reachable = false;
  box.answer(({ payload }) => {
    times.set(payload, [...(times.get(payload) ?? []), performance.now()]);
    return reachable ? { outcome: 'sent' } : { outcome: 'retry', reason: 'connection refused' };
  });
  const outbox = await box.open({ backoff: { firstMs: 40, mostMs: 160 } });
  await outbox.add([letter('a1'), letter('a2'), letter('b1', 'b')]);
  outbox.start();
  await until(() => box.tried.length >= 7);
  expect(box.payloads().slice(0, 2)).toEqual(['a1', 'b1']);
  expect(outbox.state()).toEqual({
    ...EMPTY,
    queued: 3,
    oldestQueuedAt: expect.any(Number),
    lastError: 'connection refused',
  });
  expect([...times.keys()]).toEqual(['a1', 'b1']);
  for (const tried of times.values()) {
    const pauses = tried.slice(1).map((at, index) => at - (tried[index] ?? 0));
    for (const [index, pause] of pauses.entries())
      expect(pause).toBeGreaterThanOrEqual(([30, 60][index] ?? 120) - 1);
  }
  reachable = true;
  await until(() => outbox.state().queued === 0);
  expect(outbox.state()).toEqual(EMPTY);
  const { envelopes } = await outbox.list({ state: 'sent', limit: 5 });
  expect(envelopes.map(({ payload, attempts, error }) => [payload, attempts, error])).toEqual([
    ['a1', envelopes[0]?.attempts, null],
    ['a2', 1, null],
    ['b1', envelopes[2]?.attempts, null],
  ]);
});
