import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '@neuratrade/service-kit';
import { readConfig } from './config.js';

const TOKEN = '1234567890:AAconfigTestTokenAAconfigTestToken00';

describe('readConfig', () => {
  test('plans no bot without a token', () => {
    const { plan, settings } = readConfig({});
    expect(plan).toEqual({ reason: 'TELEGRAM_BOT_TOKEN not configured' });
    expect(settings.TELEGRAM_PORT).toBe(3002);
    expect(settings.BACKEND_URL).toBe('http://127.0.0.1:8080');
  });

  test('plans a polling bot with a token', () => {
    const { plan } = readConfig({ TELEGRAM_BOT_TOKEN: TOKEN });
    expect(plan).toEqual({
      bot: { token: TOKEN, apiRoot: 'https://api.telegram.org', pollTimeoutS: 10 },
    });
  });

  test('plans a webhook with its URL and secret', () => {
    const { plan } = readConfig({
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
      TELEGRAM_WEBHOOK_URL: 'https://bot.example.org/telegram/webhook',
      TELEGRAM_WEBHOOK_SECRET: 'a_secret-1',
      TELEGRAM_POLL_TIMEOUT_S: '25',
    });
    expect(plan).toEqual({
      bot: {
        token: TOKEN,
        apiRoot: 'http://127.0.0.1:8081',
        pollTimeoutS: 25,
        webhook: { url: 'https://bot.example.org/telegram/webhook', secret: 'a_secret-1' },
      },
    });
  });

  test.each(['no-colon', '123:with space', 'abc:def', '123:'])('tells a malformed token: %s', (token) => {
    expect(readConfig({ TELEGRAM_BOT_TOKEN: token }).plan).toEqual({
      reason: 'TELEGRAM_BOT_TOKEN is malformed',
    });
  });

  test('TELEGRAM_ENABLED=false runs without a bot whatever the token', () => {
    expect(readConfig({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_ENABLED: 'false' }).plan).toEqual({
      reason: 'disabled by TELEGRAM_ENABLED=false',
    });
  });

  test('names all bad settings at once and repeats no secret', () => {
    const read = () =>
      readConfig({ TELEGRAM_PORT: 'x', TELEGRAM_POLL_TIMEOUT_S: '99', TELEGRAM_WEBHOOK_SECRET: 'söcret' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      [
        'TELEGRAM_PORT=x: must be a port from 0 to 65535',
        'TELEGRAM_WEBHOOK_SECRET: must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -',
        'TELEGRAM_POLL_TIMEOUT_S=99: must be whole seconds from 1 to 50',
      ].join('\n'),
    );
  });

  test('a webhook that Telegram itself is to call needs https, one of a Bot API server of your own does not', () => {
    const env = {
      TELEGRAM_WEBHOOK_URL: 'http://bot.example.org/hook',
      TELEGRAM_WEBHOOK_SECRET: 'a_secret-1',
      TELEGRAM_BOT_TOKEN: TOKEN,
    };
    const refusal =
      'TELEGRAM_WEBHOOK_URL must start with https://: Telegram calls nothing else, only a Bot API server of your own does (TELEGRAM_API_ROOT)';
    expect(() => readConfig(env)).toThrow(new ConfigError([refusal]));
    expect(() => readConfig({ ...env, TELEGRAM_API_ROOT: 'https://api.telegram.org/' })).toThrow(refusal);
    expect(readConfig({ ...env, TELEGRAM_API_ROOT: 'http://127.0.0.1:8081' }).plan).toMatchObject({
      bot: { webhook: { url: 'http://bot.example.org/hook' } },
    });
  });

  test('a webhook needs a secret', () => {
    expect(() => readConfig({ TELEGRAM_WEBHOOK_URL: 'https://bot.example.org/hook' })).toThrow(
      'TELEGRAM_WEBHOOK_SECRET is not set: TELEGRAM_WEBHOOK_URL needs it',
    );
  });
});
