import { describe, expect, test } from '@jest/globals';
import type { ServiceState } from '../supervisor/state.js';
import type { CompositeHealth } from './composite.js';
import { type Evidence, judge, judgeExternal } from './judge.js';

const up: ServiceState = {
  state: 'up',
  process: { pid: 1, start_time: 'x' },
  port: 3001,
  since: '2026-03-03T10:30:00Z',
  supplied: null,
  waiting_for: null,
  restarts: 0,
  last_exit: null,
};

const healthy: CompositeHealth = {
  answered: true,
  status: 'healthy',
  services: { database: 'healthy', redis: 'healthy', ccxt: 'healthy', telegram: 'healthy' },
  critical: false,
};

const ccxtBody = {
  status: 'healthy',
  timestamp: '2026-03-03T10:30:00Z',
  service: 'ccxt-service',
  version: '1.0.0',
  exchanges_count: 6,
  exchange_connectivity: 'operational',
};

const ccxt: Evidence = {
  name: 'ccxt',
  recorded: up,
  alive: true,
  own: { ok: true, status: 200, body: ccxtBody },
  composite: healthy,
};

describe('judge', () => {
  test('a process that lives and answers well is healthy', () => {
    expect(judge(ccxt)).toEqual({ state: 'healthy', reason: null });
  });

  test('a process that has ended is down, whatever the backend still says', () => {
    expect(judge({ ...ccxt, alive: false })).toEqual({ state: 'down', reason: 'its process has ended' });
  });

  test('a process that waits for its restart says how it ended and when it comes back', () => {
    const recorded: ServiceState = {
      ...up,
      state: 'restarting',
      process: null,
      last_exit: 'ended (killed by SIGKILL)',
      waiting_for: 'its restart in 2 s',
    };
    expect(judge({ ...ccxt, recorded, alive: false })).toEqual({
      state: 'restarting',
      reason: 'ended (killed by SIGKILL); waits for its restart in 2 s',
    });
  });

  test('a process that starts says what it waits for', () => {
    const recorded: ServiceState = { ...up, state: 'starting', waiting_for: 'an answer from /live' };
    expect(judge({ ...ccxt, recorded })).toEqual({
      state: 'starting',
      reason: 'waits for an answer from /live',
    });
  });

  test('a process that lives and does not answer is down', () => {
    const own = { ok: false, status: null, body: undefined, reason: 'no answer within 1 s' } as const;
    expect(judge({ ...ccxt, own })).toEqual({ state: 'down', reason: 'no answer within 1 s' });
  });

  test('the reason is the one that the backend gives', () => {
    const services = { ...healthy.services, telegram: 'unhealthy: TELEGRAM_BOT_TOKEN not set' };
    const body = {
      status: 'degraded',
      service: 'telegram-service',
      error: 'TELEGRAM_BOT_TOKEN not configured',
    };
    expect(
      judge({
        ...ccxt,
        name: 'telegram',
        own: { ok: true, status: 200, body: { ...body, bot_active: false } },
        composite: { ...healthy, services },
      }),
    ).toEqual({ state: 'degraded', reason: 'TELEGRAM_BOT_TOKEN not set' });
  });

  test('while the backend does not answer, a service is judged by its own words', () => {
    const body = { ...ccxtBody, status: 'unhealthy', exchange_connectivity: 'down' };
    expect(
      judge({
        ...ccxt,
        own: { ok: false, status: 503, body, reason: 'HTTP 503' },
        composite: { answered: false, reason: 'connection refused' },
      }),
    ).toEqual({ state: 'degraded', reason: 'no exchange answers' });
  });

  test('a service that is switched off is disabled', () => {
    const composite = { ...healthy, services: { ...healthy.services, telegram: 'disabled' } };
    expect(judge({ ...ccxt, name: 'telegram', composite })).toEqual({ state: 'disabled', reason: null });
  });

  test('a backend without its database is down', () => {
    expect(
      judge({ ...ccxt, name: 'backend', composite: { ...healthy, status: 'degraded', critical: true } }),
    ).toEqual({
      state: 'down',
      reason: 'cannot serve without its database',
    });
  });
});

test('a server that is only used is known through the backend', () => {
  const lost = { ...healthy, services: { ...healthy.services, redis: 'unhealthy: connection refused' } };
  expect([
    judgeExternal('redis', healthy),
    judgeExternal('redis', lost),
    judgeExternal('redis', { answered: false, reason: 'connection refused' }),
  ]).toEqual([
    { state: 'healthy', reason: null },
    { state: 'down', reason: 'connection refused' },
    { state: 'down', reason: 'unknown while the backend does not answer' },
  ]);
});
