import { expect, test } from '@jest/globals';
import { createRest } from './rest.js';

test('a private chat rests for a second', () => {
  const rest = createRest();
  expect(Array.from({ length: 30 }, () => rest(1))).toEqual(Array(30).fill(1_000));
});

test('a group rests for a second, and after 20 messages until the first of them is a minute old', () => {
  let now = 5_000;
  const rest = createRest(() => now);
  const rests: number[] = [];
  for (let message = 0; message < 42; message += 1) {
    const ms = rest(-1);
    rests.push(ms);
    now += ms;
  }
  const twenty = [...Array(19).fill(1_000), 41_000];
  expect(rests).toEqual([...twenty, ...twenty, 1_000, 1_000]);
});

test('groups rest on their own', () => {
  const rest = createRest(() => 0);
  for (let message = 0; message < 20; message += 1) rest(-1);
  expect([rest(-1), rest(-2)]).toEqual([60_000, 1_000]);
});
