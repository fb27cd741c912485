import { expect, test } from '@jest/globals';
import type { ServiceState, StackState } from '../supervisor/state.js';
import { renderItem } from './live-list.js';
import { describeService, lineProgress } from './progress.js';

const waiting: ServiceState = {
  state: 'waiting',
  process: null,
  port: null,
  since: '2026-03-03T10:30:00Z',
  supplied: null,
  waiting_for: 'database and redis to answer',
  restarts: 0,
  last_exit: null,
};

const up: ServiceState = {
  ...waiting,
  state: 'up',
  process: { pid: 12345, start_time: 'x' },
  port: 8080,
  waiting_for: null,
};

function stack(services: Record<string, ServiceState>): StackState {
  return {
    phase: 'starting',
    gateway: { pid: 1, start_time: 'x' },
    host: '127.0.0.1',
    services,
    external: {},
  };
}

test('a service is described by its process and by what it waits for', () => {
  expect([waiting, up, { ...up, supplied: 'embedded' }].map(describeService)).toEqual([
    'waiting, waits for database and redis to answer',
    'up (PID 12345, port 8080)',
    'up (PID 12345, port 8080, embedded)',
  ]);
});

test('each change is printed once, and nothing about what only waits for its turn', () => {
  const lines: string[] = [];
  const progress = lineProgress((line) => lines.push(line));
  const untouched = { ...waiting, waiting_for: null };
  progress.update(stack({ backend: untouched, ccxt: untouched }));
  progress.update(stack({ backend: waiting, ccxt: waiting }));
  progress.update(stack({ backend: waiting, ccxt: waiting }));
  progress.update(stack({ backend: up, ccxt: waiting }));
  expect(lines).toEqual([
    'backend: waiting, waits for database and redis to answer',
    'ccxt: waiting, waits for database and redis to answer',
    'backend: up (PID 12345, port 8080)',
  ]);
});

test('a line of the live list never takes more than one row', () => {
  const line = renderItem({ name: 'backend', text: 'x'.repeat(200), done: 'no' }, '*', 40);
  const visible = line.replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
  expect(visible).toBe(`* backend    ${'x'.repeat(26)}`);
});
