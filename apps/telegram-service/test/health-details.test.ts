import { expect, jest, test } from '@jest/globals';
import { type TelegramDetails, telegramDetailsSchema } from '@neuratrade/api-contracts';
import { eventually } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { type Stack, withStack } from './harness.js';
import { get, messageOf, post } from './messages-rig.js';

jest.setTimeout(40_000);

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const PATH = '/api/v1/health/details';

async function detailsOf(stack: Stack): Promise<TelegramDetails> {
  const { status, json } = await get(stack, PATH);
  expect([status, telegramDetailsSchema.parse(json)]).toEqual([200, json]);
  return json as TelegramDetails;
}

test('the details tell what waits, since when and why, and what was given up', async () => {
  await withStack({ TELEGRAM_GIVE_UP_AFTER_MS: '2500' }, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    const nothing = { queued: 0, oldest_age_seconds: null, dead: 0, last_error: null };
    const quiet = {
      ...{ bot_active: true, error: null, timestamp: TIME },
      updates: { open: 0, oldest_age_seconds: null },
    };
    expect(await detailsOf(stack)).toEqual({ ...quiet, outbox: nothing });

    stack.telegram.set({ kind: 'bad_gateway', methods: ['sendMessage'] });
    await post(stack, { chat_id: 1, text: 'one' });
    await post(stack, { chat_id: 2, text: 'two' });
    const waiting = await eventually(async () => {
      const details = await detailsOf(stack);
      expect(details.outbox.oldest_age_seconds).toBeGreaterThan(0.5);
      return details;
    });
    expect(waiting).toEqual({
      ...quiet,
      outbox: {
        ...{ queued: 2, oldest_age_seconds: expect.any(Number), dead: 0 },
        last_error: 'Telegram answered 502',
      },
    });
    await eventually(
      async () =>
        expect(await detailsOf(stack)).toEqual({
          ...quiet,
          outbox: { queued: 0, oldest_age_seconds: null, dead: 2, last_error: 'Telegram answered 502' },
        }),
      { timeoutMs: 15_000 },
    );

    stack.telegram.set({ kind: 'ok' });
    messageOf(await post(stack, { chat_id: 3, text: 'three' }));
    await eventually(async () =>
      expect((await detailsOf(stack)).outbox).toEqual({ ...nothing, dead: 2, last_error: null }),
    );
  });
});

test('updates that are not answered yet are told', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.telegram.set({ kind: 'hang', methods: ['sendMessage'] });
    stack.telegram.updates.pushText({ chatId: 1, text: '/help' });
    await eventually(async () =>
      expect((await detailsOf(stack)).updates).toEqual({ open: 1, oldest_age_seconds: expect.any(Number) }),
    );
  });
});

test('without a bot the details say why, and they are for those with the service key', async () => {
  await withStack({ TELEGRAM_ENABLED: 'false' }, async (stack) => {
    expect(await detailsOf(stack)).toEqual({
      ...{ bot_active: false, error: 'disabled by TELEGRAM_ENABLED=false', timestamp: TIME },
      updates: { open: 0, oldest_age_seconds: null },
      outbox: { queued: 0, oldest_age_seconds: null, dead: 0, last_error: null },
    });
    const strangers = await Promise.all([
      stack.service.get(PATH),
      stack.service.get(PATH, { 'X-API-Key': 'x' }),
    ]);
    expect(strangers.map(({ status }) => status)).toEqual([401, 401]);
  });
});

test('asking for the details, as the backend does all the time, leaves no line in the log but a refusal', async () => {
  await withStack({ LOG_LEVEL: 'info' }, async (stack) => {
    await detailsOf(stack);
    await stack.service.get(PATH);
    await eventually(async () => {
      const lines = (await stack.log()).filter(({ msg }) => msg === 'Request completed');
      expect(lines.map(({ path, status }) => [path, status])).toEqual([[PATH, 401]]);
    });
  });
});
