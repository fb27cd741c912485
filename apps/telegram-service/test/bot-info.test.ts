import { expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { SERVICE_KEY, withStack } from './harness.js';

jest.setTimeout(30_000);

const KEY = SERVICE_KEY;
const asked = { 'X-API-Key': KEY };

test('who the bot is, is told as soon as Telegram has told it', async () => {
  await withStack(
    {},
    async ({ service, telegram, healthBecomes }) => {
      const before = await service.get('/api/v1/bot', asked);
      telegram.set({ kind: 'ok' });
      await healthBecomes(HEALTHY);
      const after = await service.get('/api/v1/bot', asked);
      expect([before, after].map(({ status, text }) => [status, text])).toEqual([
        [200, '{"username":null}'],
        [200, '{"username":"neuratrade_bot"}'],
      ]);
    },
    (telegram) => telegram.set({ kind: 'bad_gateway' }),
  );
});

test('a service without a bot has no name to tell', async () => {
  await withStack({ TELEGRAM_ENABLED: 'false' }, async ({ service }) => {
    const { status, text } = await service.get('/api/v1/bot', asked);
    expect([status, text]).toEqual([200, '{"username":null}']);
  });
});

test('only a service that shows the key is told', async () => {
  await withStack({}, async ({ service, healthBecomes }) => {
    await healthBecomes(HEALTHY);
    const answers = await Promise.all(
      ['', 'x', `${KEY}x`, KEY.slice(1)].map((key) => service.get('/api/v1/bot', { 'X-API-Key': key })),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    const bearer = await service.get('/api/v1/bot', { authorization: `Bearer ${KEY}` });
    await eventually(() => expect(bearer.json).toEqual({ username: 'neuratrade_bot' }));
  });
});
