import { expect, test } from '@jest/globals';
import { secretValues, withoutForeignSecrets } from './secrets.js';

const env = {
  PATH: '/usr/bin',
  LOG_LEVEL: 'debug',
  EXCHANGES: 'binance',
  ADMIN_API_KEY: 'the-admin-key',
  SERVICE_API_KEY: 'the-service-key',
  BINANCE_API_KEY: 'the-exchange-key',
  BINANCE_API_SECRET: 'the-exchange-secret',
  KUCOIN_API_PASSWORD: 'the-exchange-password',
  TELEGRAM_BOT_TOKEN: 'the-token',
  DATABASE_URL: 'postgres://trader:p%40ss@db/neuratrade',
};

test('a process gets its own secrets and none of the others', () => {
  expect(withoutForeignSecrets(env, ['SERVICE_API_KEY', 'TELEGRAM_BOT_TOKEN'])).toEqual({
    PATH: '/usr/bin',
    LOG_LEVEL: 'debug',
    EXCHANGES: 'binance',
    SERVICE_API_KEY: 'the-service-key',
    TELEGRAM_BOT_TOKEN: 'the-token',
  });
});

test('the keys of all exchanges go to the one process that speaks to exchanges', () => {
  expect(Object.keys(withoutForeignSecrets(env, ['exchange keys']))).toEqual([
    'PATH',
    'LOG_LEVEL',
    'EXCHANGES',
    'BINANCE_API_KEY',
    'BINANCE_API_SECRET',
    'KUCOIN_API_PASSWORD',
  ]);
});

test('what must not show is every secret, of a URL its password in each of its forms', () => {
  expect(secretValues(env)).toEqual([
    'the-admin-key',
    'the-service-key',
    'the-exchange-key',
    'the-exchange-secret',
    'the-exchange-password',
    'the-token',
    'p%40ss',
    'p@ss',
  ]);
});
