import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { letter, outboxes } from '../support/fixture.js';
import { until } from '../support/outbox.js';

let box: Awaited<ReturnType<typeof outboxes>>;
beforeEach(async () => {
  box = await outboxes();
});
afterEach(() => box.remove());

test('what was not delivered in time is a dead letter with the last reason, tried or not', async () => {
  let time = Date.now();
  box.answer(() => ({ outcome: 'retry', reason: 'connection refused' }));
  const outbox = await box.open({ now: () => time, elapsed: () => time, giveUpAfterMs: 60_000 });
  await outbox.add([letter('a1'), letter('a2')]);
  outbox.start();
  await until(() => box.tried.length === 2);
  time += 30_000;
  await outbox.add([letter('younger')]);
  time += 30_000;
  await until(() => outbox.state().dead === 2);
  expect(box.dead.map(({ payload, error, endedAt }) => [payload, error, endedAt])).toEqual([
    ['a1', 'connection refused', time],
    ['a2', 'connection refused', time],
  ]);
  expect(outbox.state()).toEqual({
    queued: 1,
    oldestQueuedAt: time - 30_000,
    dead: 2,
    lastError: 'connection refused',
    broken: null,
  });
});

test('a clock that is set a year ahead makes nothing too old, nor one that is set back young again', async () => {
  let [time, elapsed] = [Date.now(), 0];
  const clocks = { now: () => time, elapsed: () => elapsed, giveUpAfterMs: 60_000 };
  box.answer(() => ({ outcome: 'retry', reason: 'connection refused' }));
  const first = await box.open(clocks);
  await first.add([letter('before')]);
  first.start();
  time += 365 * 86_400_000;
  await first.add([letter('ahead', 'b')]);
  await until(() => box.tried.length >= 4);
  expect(first.state()).toMatchObject({ queued: 2, dead: 0 });
  time -= 365 * 86_400_000;
  elapsed += 30_000;
  await first.add([letter('after', 'c')]);
  elapsed += 30_000;
  await until(() => first.state().dead === 2);
  expect(box.dead.map(({ payload }) => payload)).toEqual(['before', 'ahead']);
  await first.close();
  time += 29_999;
  const second = await box.open(clocks);
  second.start();
  expect(second.state()).toMatchObject({ queued: 1, dead: 2 });
  elapsed += 30_001;
  await until(() => second.state().dead === 3);
});

test('thousands that grew too old while nothing ran are given up, the younger ones delivered', async () => {
  let time = Date.now();
  const first = await box.open({ now: () => time });
  await first.add(Array.from({ length: 1_700 }, (_, n) => letter(`old ${n}`, `lane ${n % 3}`)));
  time += 100_000;
  await first.add([letter('young')]);
  await first.close();
  const second = await box.open({ now: () => time, giveUpAfterMs: 100_000 });
  second.start();
  await until(() => second.state().queued === 0);
  expect(box.payloads()).toEqual(['young']);
  expect([second.state().dead, box.dead.length, box.dead[0]?.error]).toEqual([
    1_700,
    1_700,
    'its time was over before it could be tried',
  ]);
});

test('close lets the delivery under way end; one that does not is cut off, and comes again at the next start', async () => {
  const signals: AbortSignal[] = [];
  let release: (() => void) | undefined;
  box.answer(async ({ payload }, signal) => {
    signals.push(signal);
    if (payload === 'quick')
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    else await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return signal.aborted ? { outcome: 'retry', reason: 'cut off' } : { outcome: 'sent' };
  });
  const first = await box.open({ graceMs: 5_000 });
  await first.add([letter('quick'), letter('slow')]);
  first.start();
  await until(() => box.tried.length === 1);
  const closed = first.close();
  release?.();
  await closed;
  const second = await box.open();
  expect(second.state().queued).toBe(1);
  second.start();
  await until(() => box.tried.length === 2);
  await second.close();
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  box.answer(() => ({ outcome: 'sent' }));
  const third = await box.open();
  third.start();
  await until(() => third.state().queued === 0);
  expect(box.payloads()).toEqual(['quick', 'slow', 'slow']);
});

test('a delivery that ignores its signal is left behind', async () => {
  let answerLate: (() => void) | undefined;
  box.answer(
    () =>
      new Promise((resolve) => {
        answerLate = () => resolve({ outcome: 'sent' });
      }),
  );
  const outbox = await box.open();
  const { envelopes } = await outbox.add([letter('stuck')]);
  outbox.start();
  await until(() => box.tried.length === 1);
  await outbox.close();
  answerLate?.();
  await until(() => box.logger.told.length === 1);
  expect(box.logger.told).toEqual([
    {
      level: 'error',
      msg: 'What became of a delivery could not be written: it may be made again',
      fields: { id: envelopes[0]?.id },
    },
  ]);
  await expect(outbox.add([letter('late')])).rejects.toMatchObject({ code: 'closed' });
});
