import { describe, expect, test } from '@jest/globals';
import { createLogger, jsonAnswer } from '@neuratrade/service-kit';
import request from 'supertest';
import { createApp } from './app.js';

const logger = createLogger({ format: 'iso', level: 'info', stdout: false, redact: (text) => text });
const details = { status: 'healthy' } as never;
const uptime = { window: '24h' } as never;
const history = { transitions: [], next: null };
const app = createApp({
  logger,
  adminKey: 'the-admin-key',
  serviceKey: 'the-service-key',
  internalAuth: 'always',
  probes: { '/health': () => jsonAnswer(503, { status: 'degraded' }) },
  details: () => details,
  statusPage: 'private',
  uptime: { uptime: async () => uptime },
  history: { history: async () => history },
  cacheReport: async () => ({}) as never,
  exchanges: {} as never,
  market: {} as never,
  ledger: { guards: () => undefined, routes: () => undefined },
});

describe('the backend app', () => {
  test('answers its probes as they are', async () => {
    const { status, body } = await request(app).get('/health');
    expect([status, body]).toEqual([503, { status: 'degraded' }]);
  });

  test('shows details to the operator alone', async () => {
    const stranger = await request(app).get('/api/v1/health/details').set('X-API-Key', 'another');
    expect([stranger.status, stranger.body.error.code]).toEqual([401, 'unauthorized']);
    const operator = await request(app).get('/api/v1/health/details').set('X-API-Key', 'the-admin-key');
    expect([operator.status, operator.body]).toEqual([200, details]);
  });

  test('names what is not there', async () => {
    const { status, body } = await request(app).get('/api/v1/helth/details');
    expect([status, body]).toEqual([
      404,
      {
        error: {
          code: 'not_found',
          message: 'Nothing is at GET /api/v1/helth/details. Check the path and the method.',
        },
      },
    ]);
  });
});
