import { expect, test } from '@jest/globals';
import { compareFills } from './order.js';

const at = (executedAt: number, id: string) => ({ executedAt, id });

test('fills come by time, at one time the shorter id first, then by the bytes of the id', () => {
  const given = [
    at(2, '1'),
    at(1, '10'),
    at(1, '9'),
    at(1, 'b'),
    at(1, 'a'),
    at(1, '11'),
    at(1, 'é'),
    at(1, 'é1'),
  ];
  expect(given.sort(compareFills).map(({ executedAt, id }) => `${executedAt} ${id}`)).toEqual([
    ...['1 9', '1 a', '1 b', '1 é', '1 10', '1 11', '1 é1', '2 1'],
  ]);
});
