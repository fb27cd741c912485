import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { letter, outboxes } from '../support/fixture.js';
import { until } from '../support/outbox.js';

let box: Awaited<ReturnType<typeof outboxes>>;
beforeEach(async () => {
  box = await outboxes();
});
afterEach(() => box.remove());

const EMPTY = { queued: 0, oldestQueuedAt: null, dead: 0, lastError: null, broken: null };

test('what is added waits until start, is delivered, and can be read before and after', async () => {
  let time = 1_000_000;
  const outbox = await box.open({ now: () => time });
  const { envelopes, known } = await outbox.add([letter('first'), letter('second', 'b', 2)]);
  const queued = {
    lane: 'a',
    urgency: 0,
    payload: 'first',
    queuedAt: 1_000_000,
    attempts: 0,
    nextAt: 1_000_000,
    state: 'queued',
    error: null,
    endedAt: null,
  };
  const [first, second] = envelopes;
  expect(known).toBe(false);
  expect(envelopes).toEqual([
    { ...queued, id: first?.id },
    { ...queued, id: second?.id, lane: 'b', urgency: 2, payload: 'second' },
  ]);
  expect(outbox.state()).toEqual({ ...EMPTY, queued: 2, oldestQueuedAt: 1_000_000 });
  expect(await outbox.list({ state: 'queued', limit: 1 })).toEqual({ envelopes: [first], count: 2 });
  expect(box.tried).toEqual([]);
  time = 1_000_500;
  outbox.start();
  await until(() => outbox.state().queued === 0);
  const sent = { ...queued, attempts: 1, nextAt: null, state: 'sent', endedAt: 1_000_500 };
  expect(await outbox.get(first?.id ?? '')).toEqual({ ...sent, id: first?.id });
  expect((await outbox.list({ state: 'sent', limit: 10 })).count).toBe(2);
  expect(outbox.state()).toEqual(EMPTY);
  expect(await outbox.get('unknown')).toBeUndefined();
  expect(box.tried).toEqual([second, first]);
});

test('there is never more than one delivery under way', async () => {
  let underWay = 0;
  let most = 0;
  box.answer(async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setTimeout(resolve, 2));
    underWay -= 1;
    return { outcome: 'sent' };
  });
  const outbox = await box.open();
  outbox.start();
  await Promise.all(Array.from({ length: 30 }, (_, n) => outbox.add([letter(`${n}`, `lane ${n % 7}`)])));
  await until(() => outbox.state().queued === 0);
  expect([most, box.tried.length]).toEqual([1, 30]);
});

test('what is changed is tried once more at once, before others of its lane; in another lane it keeps its age', async () => {
  box.answer(({ payload }) => {
    if (payload === '<b>') return { outcome: 'change', payload: 'plain', reason: 'bad markup' };
    if (payload === 'moves') return { outcome: 'change', payload: 'moved', lane: 'b', reason: 'chat moved' };
    return { outcome: 'sent' };
  });
  const outbox = await box.open();
  const { envelopes } = await outbox.add([letter('<b>'), letter('moves'), letter('a3'), letter('b1', 'b')]);
  outbox.start();
  await until(() => outbox.state().queued === 0);
  expect(box.payloads()).toEqual(['<b>', 'plain', 'b1', 'moves', 'moved', 'a3']);
  expect(await outbox.get(envelopes[0]?.id ?? '')).toMatchObject({ payload: 'plain', attempts: 2 });
  expect(await outbox.get(envelopes[1]?.id ?? '')).toMatchObject({
    payload: 'moved',
    lane: 'b',
    attempts: 2,
  });
});

test('what is changed again and again, and what can never be delivered, is a dead letter with its reason', async () => {
  box.answer(({ payload }) =>
    payload === 'refused'
      ? { outcome: 'dead', reason: 'bot was blocked by the user' }
      : { outcome: 'change', payload: `${payload}!`, reason: 'bad markup' },
  );
  const outbox = await box.open();
  await outbox.add([letter('x'), letter('refused')]);
  outbox.start();
  await until(() => outbox.state().dead === 2);
  const { envelopes, count } = await outbox.list({ state: 'dead', limit: 5 });
  expect(count).toBe(2);
  expect(envelopes).toEqual(box.dead);
  expect(envelopes.map(({ payload, attempts, error, state }) => [payload, attempts, error, state])).toEqual([
    ['x!!!', 4, 'bad markup', 'dead'],
    ['refused', 1, 'bot was blocked by the user', 'dead'],
  ]);
});

test('a delivery that throws is told, and made again', async () => {
  box.answer(({ attempts }) => {
    if (attempts === 0) throw new TypeError('undefined is not a function');
    return { outcome: 'sent' };
  });
  const outbox = await box.open();
  const { envelopes } = await outbox.add([letter('x')]);
  outbox.start();
  await until(() => outbox.state().queued === 0);
  expect(box.tried.length).toBe(2);
  expect(box.logger.told).toEqual([
    {
      level: 'error',
      msg: 'Delivery ended in an unexpected error',
      fields: { id: envelopes[0]?.id, error: 'undefined is not a function', at: expect.any(String) },
    },
  ]);
});
