import { expect, test } from '@jest/globals';
import type { CompositeHealth } from '../status/composite.js';
import { describeHealth } from './health-watch.js';

const healthy = { database: 'healthy', redis: 'healthy', ccxt: 'healthy', telegram: 'healthy' };

function composite(services: Record<string, string>, critical = false): CompositeHealth {
  return { answered: true, status: 'degraded', services: { ...healthy, ...services }, critical };
}

test('all services are called healthy only when all are', () => {
  expect(describeHealth(composite({}))).toBe('All services healthy');
});

test('a part that is switched off counts for nothing', () => {
  expect(describeHealth(composite({ telegram: 'disabled' }))).toBe('All services healthy');
});

test('each part that is down is named with its reason', () => {
  expect(
    describeHealth(
      composite({
        ccxt: 'unhealthy: no active exchanges',
        telegram: 'unhealthy: TELEGRAM_BOT_TOKEN not set',
      }),
    ),
  ).toBe('Degraded: ccxt: no active exchanges; telegram: TELEGRAM_BOT_TOKEN not set');
});

test('losing the database is more than degraded', () => {
  expect(describeHealth(composite({ database: 'unhealthy: connection refused' }, true))).toBe(
    'Unhealthy: database: connection refused',
  );
});

test('a backend that does not answer is named', () => {
  expect(describeHealth({ answered: false, reason: 'connection refused' })).toBe(
    'Unhealthy: backend: connection refused',
  );
});
