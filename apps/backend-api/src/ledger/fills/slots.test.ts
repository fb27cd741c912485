import { expect, test } from '@jest/globals';
import { createSlots } from './slots.js';

test('so many run at once, the others in their order as soon as one ends, also when it failed', async () => {
  const slots = createSlots(2);
  const began: number[] = [];
  const ends: ((failure?: Error) => void)[] = [];
  const results = [0, 1, 2, 3].map((n) =>
    slots(async () => {
      began.push(n);
      await new Promise<void>((resolve, reject) => {
        ends[n] = (failure) => (failure === undefined ? resolve() : reject(failure));
      });
      return n;
    }).catch(String),
  );
  const soon = () => new Promise((resolve) => setImmediate(resolve));
  await soon();
  expect(began).toEqual([0, 1]);
  ends[1]?.(new Error('broken'));
  await soon();
  expect(began).toEqual([0, 1, 2]);
  ends[0]?.();
  await soon();
  for (const n of [2, 3]) ends[n]?.();
  expect(await Promise.all(results)).toEqual([0, 'Error: broken', 2, 3]);
});
