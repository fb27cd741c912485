import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { liveSchema } from '@neuratrade/health-contracts';
import { eventually, request } from '@neuratrade/test-kit';
import { degraded, fixture, HEALTHY } from './fixture.js';
import { SERVICE_KEY, withStack } from './harness.js';

jest.setTimeout(30_000);

const headers = { 'x-api-key': SERVICE_KEY };

describe('without a bot the service runs and says why', () => {
  test.concurrent.each([
    ['no token', { TELEGRAM_BOT_TOKEN: '' }, fixture('telegram-health.degraded.json')],
    [
      'a malformed token',
      { TELEGRAM_BOT_TOKEN: 'canary-malformed-token' },
      degraded('TELEGRAM_BOT_TOKEN is malformed'),
    ],
    ['TELEGRAM_ENABLED=false', { TELEGRAM_ENABLED: 'false' }, degraded('disabled by TELEGRAM_ENABLED=false')],
  ])('%s', async (_case, env, body) => {
    await withStack(env, async ({ health, service, telegram, log, leaks }) => {
      expect(await health()).toEqual({ status: 200, text: body });
      expect(await service.get('/ready')).toMatchObject({ status: 200, text: '{"ready":true}' });
      const live = await service.get('/live');
      expect(liveSchema.parse(live.json)).toEqual(live.json);
      expect(await service.get('/telegram/webhook')).toMatchObject({ status: 404 });
      expect(telegram.requests('getMe')).toBe(0);
      expect((await service.get('/api/v1/bot')).status).toBe(401);
      const lines = await log();
      expect(lines.slice(0, 2)).toEqual([
        {
          level: 'info',
          time: expect.any(Number),
          msg: 'Telegram service started',
          port: service.port,
          mode: 'disabled',
        },
        { level: 'warn', time: expect.any(Number), msg: 'Bot inactive', reason: JSON.parse(body).error },
      ]);
      expect(JSON.stringify(lines)).not.toContain('canary');
      expect(await leaks()).toEqual([]);
      expect(await service.stop()).toEqual({ code: 0, signal: null });
    });
  });
});

test('messages wait until there is a bot, and health tells why', async () => {
  await withStack({ TELEGRAM_ENABLED: 'false' }, async (stack) => {
    const { url } = stack.service;
    const queued = await request(`${url}/api/v1/messages`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ chat_id: 7, text: 'the disk is <b>full</b>', severity: 'critical' }),
    });
    expect(queued).toMatchObject({ status: 202, json: { messages: [{ chat_id: 7, state: 'queued' }] } });
    expect((await stack.service.get('/api/v1/health/details', headers)).json).toMatchObject({
      bot_active: false,
      error: 'disabled by TELEGRAM_ENABLED=false',
      updates: { open: 0, oldest_age_seconds: null },
      outbox: { queued: 1, dead: 0 },
    });
    expect((await stat(join(stack.home, 'data'))).mode & 0o777).toBe(0o700);
    await stack.service.stop();
    await stack.start({ TELEGRAM_ENABLED: 'true' });
    await stack.healthBecomes(HEALTHY);
    const { telegram } = stack;
    await eventually(() => expect(telegram.shown(7)).toMatchObject([{ text: 'the disk is full' }]), {
      timeoutMs: 15_000,
    });
  });
});
