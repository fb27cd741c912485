import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { HealthView } from '../health/view.js';
import { renderHealth, renderWatched } from './health.js';

const view: HealthView = {
  status: 'degraded',
  ready: false,
  url: 'http://127.0.0.1:8080',
  checked_at: '2026-03-03T10:30:05Z',
  version: '1.0.0',
  uptime: '2h15m30s',
  note: null,
  services: [
    {
      ...{
        name: 'database',
        status: 'unhealthy',
        reason: 'connection refused',
        since: '2026-03-03T10:30:00Z',
      },
      ...{ for_seconds: 5, latency_ms: null, age_ms: 320 },
      last_error: { reason: 'connection refused', at: '2026-03-03T10:30:05Z', ago_seconds: 0 },
    },
    {
      ...{ name: 'redis', status: 'healthy', reason: null, since: '2026-03-03T08:15:00Z' },
      ...{ for_seconds: 8_105, latency_ms: 0.42, age_ms: 900 },
      last_error: { reason: 'connection timeout', at: '2026-03-03T08:14:58Z', ago_seconds: 8_107 },
    },
  ],
};
const change = { at: '2026-03-03T10:30:00Z', name: 'database', from: 'healthy', to: 'unhealthy: refused' };
const watched = { view, last: undefined, silent_since: null, changes: [change] };
const TABLE = [
  'SERVICE   STATUS     FOR      LATENCY  CHECKED     LAST ERROR',
  'database  unhealthy  5s       -        320 ms ago  connection refused',
  'redis     healthy    2h15m5s  0.4 ms   900 ms ago  connection timeout (2h15m7s ago)',
];

test('one look is a headline and a table', () => {
  expect(stripVTControlCharacters(renderHealth(view)).split('\n')).toEqual([
    'degraded (503: it cannot serve)  http://127.0.0.1:8080  version 1.0.0, up 2h15m30s',
    '',
    ...TABLE,
  ]);
});

test('a narrow terminal does without other columns before it cuts the reason of what is not well', () => {
  const lines = stripVTControlCharacters(renderHealth(view, 40)).split('\n');
  expect(lines.slice(2)).toEqual([
    'SERVICE   STATUS     LAST ERROR',
    'database  unhealthy  connection refused',
    'redis     healthy    connection timeout…',
  ]);
});

test('a watch marks what changed lately and lists it, and fits the terminal', () => {
  const render = (width: number, height: number) =>
    renderWatched(watched, { width, height }).map(stripVTControlCharacters);
  expect(render(200, 30)).toEqual([
    'degraded (503: it cannot serve)  http://127.0.0.1:8080  version 1.0.0, up 2h15m30s',
    '',
    'SERVICE   STATUS       FOR      LATENCY  CHECKED     LAST ERROR',
    'database  unhealthy ●  5s       -        320 ms ago  connection refused',
    'redis     healthy      2h15m5s  0.4 ms   900 ms ago  connection timeout (2h15m7s ago)',
    '',
    'CHANGES',
    '2026-03-03T10:30:00Z  database  healthy → unhealthy: refused',
    '',
    '2026-03-03T10:30:05Z  Ctrl-C ends it',
  ]);
  const small = render(30, 6);
  expect([small.length, Math.max(...small.map(({ length }) => length))]).toEqual([6, 30]);
});
