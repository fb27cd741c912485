import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createPatience } from './patience.js';

function controlled(ms: number) {
  const leaving = new AbortController();
  const abandoned = new AbortController();
  const patience = createPatience({ ms, leaving: leaving.signal, abandoned: [abandoned.signal] });
  return { patience, leaving, abandoned };
}

test('ends when the time is used up, whatever of it was spent waiting for a turn', async () => {
  const { patience } = controlled(150);
  patience.waits();
  await sleep(250);
  patience.goes();
  await sleep(60);
  patience.returns();
  expect(patience.signal.aborted).toBe(false);
  patience.waits();
  await sleep(200);
  expect(patience.signal.aborted).toBe(false);
  patience.goes();
  await sleep(150);
  expect(patience.signal.aborted).toBe(true);
});

test('ends at once where no call is under way, and after the one that is', () => {
  const waiting = controlled(60_000);
  waiting.patience.waits();
  waiting.leaving.abort();
  expect(waiting.patience.signal.aborted).toBe(true);
  const sending = controlled(60_000);
  sending.patience.goes();
  sending.leaving.abort();
  expect(sending.patience.signal.aborted).toBe(false);
  sending.patience.returns();
  expect(sending.patience.signal.aborted).toBe(true);
  sending.patience.ends();
});

test('ends with a call under way when it is abandoned', () => {
  const { patience, abandoned } = controlled(60_000);
  patience.goes();
  abandoned.abort();
  expect(patience.signal.aborted).toBe(true);
  patience.ends();
});

test('is over from the start after either', () => {
  const leaving = AbortSignal.abort();
  expect(createPatience({ ms: 1, leaving, abandoned: [] }).signal.aborted).toBe(true);
});
