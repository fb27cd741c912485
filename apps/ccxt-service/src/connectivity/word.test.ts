import { expect, test } from '@jest/globals';
import { createConnectivityWord } from './word.js';

type Status = 'up' | 'down' | 'unknown';

function told(...times: readonly Status[][]): string[] {
  const wordOf = createConnectivityWord();
  return times.map((statuses) => wordOf(statuses.map((status) => ({ status }))));
}

test('while nothing was ever checked, or nothing answered, it is down until something answers', () => {
  expect(told(['unknown'], ['up'])).toEqual(['down', 'operational']);
  expect(told(['down'], ['unknown'], ['up'])).toEqual(['down', 'down', 'operational']);
});

test('exchanges that take the place of those that answered are no outage before their first check', () => {
  expect(told(['up'], ['unknown'], ['unknown'], ['up'])).toEqual([
    'operational',
    'degraded',
    'degraded',
    'operational',
  ]);
  expect(told(['up', 'down'], ['unknown', 'unknown'], ['down', 'unknown'])).toEqual([
    'degraded',
    'degraded',
    'down',
  ]);
});

test('without any exchange it is down, and so is the first one then before it is checked', () => {
  expect(told(['up'], [], ['unknown'], ['up'])).toEqual(['operational', 'down', 'down', 'operational']);
});
