import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readiness } from './readiness.js';

const healthy = { database: 'healthy', redis: 'healthy', ccxt: 'healthy' } as const;
const running = { started: true, draining: false };

describe('readiness', () => {
  test('everything up is the sample', () => {
    expect(readiness(healthy, running)).toEqual(
      JSON.parse(readFileSync(new URL('../fixtures/ready.json', import.meta.url), 'utf8')),
    );
  });

  test('exchanges out of sight leave it ready, degraded', () => {
    expect(readiness({ ...healthy, ccxt: 'unhealthy: connection refused' }, running)).toEqual({
      ready: true,
      services: { database: 'ready', redis: 'ready', ccxt: 'degraded' },
    });
  });

  test.each(['database', 'redis'] as const)('%s down is not ready', (name) => {
    expect(readiness({ ...healthy, [name]: 'unhealthy: connection refused' }, running)).toEqual({
      ready: false,
      services: { database: 'ready', redis: 'ready', ccxt: 'ready', [name]: 'not ready' },
    });
  });

  test.each([
    { started: false, draining: false },
    { started: true, draining: true },
  ])('%j is not ready though all parts are', (process) => {
    expect(readiness(healthy, process).ready).toBe(false);
  });
});
