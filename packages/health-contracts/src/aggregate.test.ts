import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aggregate, httpStatusFor, type ServiceResult } from './aggregate.js';
import { DEFAULT_POLICY, SERVICES, type ServiceName, staleAfter } from './services.js';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));

const up: ServiceResult = { state: 'up', checkedAt: 10_000 };
const down = (reason: string): ServiceResult => ({ state: 'down', reason, checkedAt: 10_000 });
const allUp = { database: up, redis: up, ccxt: up, telegram: up };
const at = (results: Partial<Record<ServiceName, ServiceResult>>, now = 10_500) =>
  aggregate({ ...allUp, ...results }, DEFAULT_POLICY, now);

describe('aggregate', () => {
  test('everything up is healthy, 200', () => {
    const report = at({});
    const { status, services } = fixture('health.healthy');
    expect(report).toEqual({ status, services });
    expect(httpStatusFor(report)).toBe(200);
  });

  test('siblings down is degraded, still 200, as in the sample', () => {
    const report = at({ ccxt: down('connection failed'), telegram: down('TELEGRAM_BOT_TOKEN not set') });
    expect(report).toEqual(fixture('health.degraded'));
    expect(httpStatusFor(report)).toBe(200);
  });

  test('the database down is degraded and 503, as in the sample', () => {
    const report = at({ database: down('connection timeout') });
    expect(report).toEqual(fixture('health.database-down.503'));
    expect(httpStatusFor(report)).toBe(503);
  });

  test('Redis down alone is degraded, 200', () => {
    const report = at({ redis: down('connection refused') });
    expect([report.status, httpStatusFor(report)]).toEqual(['degraded', 200]);
  });

  test('database and Redis down together is unhealthy, 503', () => {
    const report = at({ database: down('connection refused'), redis: down('connection refused') });
    expect(report).toEqual({
      status: 'unhealthy',
      services: {
        database: 'unhealthy: connection refused',
        redis: 'unhealthy: connection refused',
        ccxt: 'healthy',
        telegram: 'healthy',
      },
    });
    expect(httpStatusFor(report)).toBe(503);
  });

  test('a disabled bot counts for nothing', () => {
    expect(at({ telegram: { state: 'disabled' } })).toEqual({
      status: 'healthy',
      services: { database: 'healthy', redis: 'healthy', ccxt: 'healthy', telegram: 'disabled' },
    });
  });

  test('a result without a fresh check is down, whatever it said', () => {
    expect(at({ redis: { state: 'up', checkedAt: 0 } }, 12_900).services.redis).toBe(
      'unhealthy: no fresh check for 12s',
    );
    expect(at({ redis: { state: 'up', checkedAt: 5_500 } }, 10_500).services.redis).toBe('healthy');
  });

  test('a part that was never checked is not called healthy', () => {
    expect(at({ database: { state: 'unchecked', since: 10_000 } }).services.database).toBe(
      'unhealthy: not checked yet',
    );
    expect(at({ database: { state: 'unchecked', since: 1_000 } }).services.database).toBe(
      'unhealthy: no fresh check for 9s',
    );
  });

  test('the limit of staleness is three intervals, at least 5 s', () => {
    expect([staleAfter(100), staleAfter(1_000), staleAfter(15_000)]).toEqual([5_000, 5_000, 45_000]);
  });
});

describe('aggregate, for any results', () => {
  const result: fc.Arbitrary<ServiceResult> = fc.oneof(
    fc.record({ state: fc.constant('up' as const), checkedAt: fc.integer({ min: 0, max: 20_000 }) }),
    fc.record({
      state: fc.constant('down' as const),
      reason: fc.string({ minLength: 1 }),
      checkedAt: fc.integer({ min: 0, max: 20_000 }),
    }),
    fc.record({ state: fc.constant('unchecked' as const), since: fc.integer({ min: 0, max: 20_000 }) }),
    fc.record({ state: fc.constant('disabled' as const) }),
  );
  const results = fc.record({ database: result, redis: result, ccxt: result, telegram: result });

  test('status and HTTP code follow from the parts alone', () => {
    fc.assert(
      fc.property(results, fc.integer({ min: 0, max: 40_000 }), (parts, now) => {
        const report = aggregate(parts, DEFAULT_POLICY, now);
        const isDown = (name: ServiceName) => report.services[name].startsWith('unhealthy: ');
        const downs = SERVICES.filter(isDown);
        expect(Object.keys(report.services)).toEqual([...SERVICES]);
        expect(httpStatusFor(report)).toBe(isDown('database') ? 503 : 200);
        expect(report.status).toBe(
          downs.length === 0 ? 'healthy' : isDown('database') && isDown('redis') ? 'unhealthy' : 'degraded',
        );
      }),
    );
  });

  test('time alone never makes anything healthier', () => {
    fc.assert(
      fc.property(results, fc.nat(40_000), fc.nat(40_000), (parts, now, later) => {
        const rank = { healthy: 0, degraded: 1, unhealthy: 2 };
        const before = aggregate(parts, DEFAULT_POLICY, now);
        const after = aggregate(parts, DEFAULT_POLICY, now + later);
        expect(rank[after.status]).toBeGreaterThanOrEqual(rank[before.status]);
      }),
    );
  });
});
