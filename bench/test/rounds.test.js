import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interleave, medianOf, ratioOf } from '../lib/rounds.js';

test('every subject is measured once per round, and each round begins with another one', async () => {
  const order = [];
  const results = await interleave({ a: 1, b: 2, c: 3 }, 4, async (subject, { name, round }) => {
    order.push(name);
    return subject * 10 + round;
  });
  assert.deepEqual(
    { order: order.join(''), results },
    { order: 'abcbcacababc', results: { a: [10, 11, 12, 13], b: [20, 21, 22, 23], c: [30, 31, 32, 33] } },
  );
});

test('a ratio is taken within each round', () => {
  const ours = [{ rate: 10 }, { rate: 40 }, { rate: 90 }];
  const theirs = [{ rate: 10 }, { rate: 20 }, { rate: 30 }];
  assert.deepEqual(ratioOf(ours, theirs, 'rate'), { median: 2, min: 1, max: 3 });
});

test('there is no median of a figure that a round does not have', () => {
  const rounds = [
    { p50: 1, p99: 5 },
    { p50: 3, p99: null },
    { p50: 2, p99: 7 },
  ];
  assert.deepEqual([medianOf(rounds, 'p50'), medianOf(rounds, 'p99')], [2, null]);
});
