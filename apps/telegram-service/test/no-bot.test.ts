import { describe, expect, jest, test } from '@jest/globals';
import { liveSchema } from '@neuratrade/health-contracts';
import { degraded, fixture } from './fixture.js';
import { withStack } from './harness.js';

jest.setTimeout(30_000);

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
