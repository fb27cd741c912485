import { expect, test } from '@jest/globals';
import { createTracker } from './tracker.js';
import { type HealthView, partOfSummary } from './view.js';

const view = (at: string, status: HealthView['status'], words: Record<string, string> = {}): HealthView => ({
  ...{ status, ready: true, url: 'http://127.0.0.1:8080', version: null, uptime: null },
  checked_at: at,
  note: status === 'unreachable' ? 'connection refused' : null,
  services: Object.entries(words).map(([name, word]) => partOfSummary(name, word)),
});

test('the first look tells everything, later ones what is different; silence changes no part', () => {
  const { take } = createTracker();
  const looks = [
    view('t1', 'healthy', { redis: 'healthy' }),
    view('t2', 'healthy', { redis: 'healthy' }),
    view('t3', 'unreachable'),
    view('t4', 'unreachable'),
    view('t5', 'degraded', { redis: 'unhealthy: no fresh check for 5s' }),
    view('t6', 'degraded', { redis: 'unhealthy: no fresh check for 6s' }),
  ];
  const taken = looks.map(take);
  expect(taken.map(({ fresh }) => fresh)).toEqual([
    [
      { at: 't1', name: 'health', from: null, to: 'healthy' },
      { at: 't1', name: 'redis', from: null, to: 'healthy' },
    ],
    [],
    [{ at: 't3', name: 'health', from: 'healthy', to: 'unreachable: connection refused' }],
    [],
    [
      { at: 't5', name: 'health', from: 'unreachable: connection refused', to: 'degraded' },
      { at: 't5', name: 'redis', from: 'healthy', to: 'unhealthy: no fresh check for 5s' },
    ],
    [],
  ]);
  expect(taken.map(({ watched }) => [watched.silent_since, watched.last?.checked_at])).toEqual([
    [null, undefined],
    [null, undefined],
    ['t3', 't2'],
    ['t3', 't2'],
    [null, undefined],
    [null, undefined],
  ]);
  expect(taken[5]?.watched.changes.map(({ at, name }) => `${at} ${name}`)).toEqual([
    't5 redis',
    't5 health',
    't3 health',
  ]);
});
