import { describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { degraded, HEALTHY } from './fixture.js';
import { type Stack, TOKEN, WEBHOOK_SECRET, withStack } from './harness.js';
import { heal, type Outage, strike } from './outage.js';

jest.setTimeout(60_000);

const CONFLICT = degraded('another process polls with this token');
const SILENCE =
  /^\{"status":"degraded","service":"telegram-service","error":"no answer from Telegram for \d+s","bot_active":false\}$/;

const FAULTS: [string, Outage, string | RegExp][] = [
  ['Telegram refuses the token', 'unauthorized', degraded('Telegram refused the token')],
  ['Telegram does not know the bot', 'not_found', degraded('Telegram refused the token')],
  ['Telegram reports a conflict', 'conflict', CONFLICT],
  ['Telegram asks to slow down', 'too_many', degraded('Telegram asks to slow down')],
  ['Telegram answers 502', 'bad_gateway', degraded('Telegram answered 502')],
  ['a proxy answers 502 with HTML', 'html', degraded('Telegram sent an unreadable answer')],
  ['Telegram hangs', 'hang', SILENCE],
  ['connections are reset', 'reset', degraded('Telegram unreachable: connection reset')],
  ['connections are refused', 'refuse', degraded('Telegram unreachable: connection refused')],
];

async function answersHelp({ telegram }: Stack): Promise<void> {
  const before = telegram.sent().length;
  telegram.updates.pushText({ chatId: 7, text: '/help' });
  await eventually(() => expect(telegram.sent()).toHaveLength(before + 1));
}

describe('bot_active is the truth', () => {
  test.concurrent.each(FAULTS)('while %s, and again when that is over', async (_case, fault, body) => {
    await withStack({}, async (stack) => {
      await stack.healthBecomes(HEALTHY);
      await strike(stack.telegram, fault);
      await stack.healthBecomes(body);
      expect(await stack.service.get('/ready')).toMatchObject({ status: 200 });
      await heal(stack.telegram, fault);
      await stack.healthBecomes(HEALTHY);
      await answersHelp(stack);
      const told = (await stack.log()).map(({ msg }) => msg);
      expect(told.filter((msg) => /^Bot (in)?active/.test(String(msg)))).toEqual([
        'Bot inactive',
        'Bot active again',
      ]);
      expect(await stack.leaks()).toEqual([]);
      expect(await stack.service.stop()).toEqual({ code: 0, signal: null });
    });
  });

  const atStart = FAULTS.filter(([, fault]) => ['unauthorized', 'hang', 'refuse'].includes(fault));
  test.concurrent.each(atStart)('from the start, if %s already then', async (_case, fault, body) => {
    await withStack(
      {},
      async (stack) => {
        await stack.healthBecomes(body);
        await heal(stack.telegram, fault);
        await stack.healthBecomes(HEALTHY);
        await answersHelp(stack);
        expect(await stack.leaks()).toEqual([]);
      },
      (telegram) => strike(telegram, fault),
    );
  });

  test.concurrent('and tells what Telegram has against a setting, without the secrets in it', async () => {
    const description = `Bad Request: bad webhook: ${TOKEN} and ${WEBHOOK_SECRET} ${'x'.repeat(100)}`;
    const told = `Bad Request: bad webhook: [redacted] and [redacted] ${'x'.repeat(100)}`.slice(0, 100);
    const webhook = {
      TELEGRAM_WEBHOOK_URL: 'http://127.0.0.1:9/hook',
      TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
    };
    await withStack(
      webhook,
      async (stack) => {
        await stack.healthBecomes(degraded(`Telegram answered 400: ${told}`));
        expect(await stack.leaks()).toEqual([]);
      },
      (telegram) => telegram.set({ kind: 'bad_request', description, methods: ['setWebhook'] }),
    );
  });

  test.concurrent('while another process polls with the token', async () => {
    await withStack({}, async (stack) => {
      await stack.healthBecomes(HEALTHY);
      let competing = true;
      const competitor = (async () => {
        while (competing) await fetch(`${stack.telegram.url}/bot${TOKEN}/getUpdates?timeout=50&offset=1`);
      })();
      await stack.healthBecomes(CONFLICT);
      competing = false;
      await stack.healthBecomes(HEALTHY);
      await competitor;
      await answersHelp(stack);
      expect(await stack.leaks()).toEqual([]);
    });
  });
});

test('a signal ends the service at once while Telegram hangs', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.telegram.set({ kind: 'hang' });
    const started = Date.now();
    expect(await stack.service.stop()).toEqual({ code: 0, signal: null });
    expect(Date.now() - started).toBeLessThan(1_500);
  });
});
