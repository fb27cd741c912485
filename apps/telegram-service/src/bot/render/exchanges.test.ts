import { expect, test } from '@jest/globals';
import type { ExchangeStates } from '@neuratrade/api-contracts';
import { pagesOf } from '../pages.js';
import { renderExchanges } from './exchanges.js';

const UP = {
  ...{ name: 'binance', enabled: true, has_auth: true, simulator: false, reachable: true, latency_ms: 41.6 },
  ...{ error: null, last_sync: '2026-03-03T10:29:00Z' },
};
const page = (exchanges: ExchangeStates['exchanges'], problem: string | null = null, timezone = 'UTC') =>
  pagesOf(renderExchanges({ exchanges, problem, updated_at: '2026-03-03T10:30:00Z' }, timezone), 4_096);

test('each exchange: how it answers, whether there is a key, when the account was read', () => {
  expect(
    page([
      UP,
      { ...UP, name: 'simulator', simulator: true, has_auth: false, last_sync: null },
      {
        ...UP,
        name: 'okx',
        reachable: false,
        latency_ms: null,
        error: 'connection timeout',
        last_sync: null,
      },
      { ...UP, name: 'kraken', error: 'the exchange refuses the key' },
      { ...UP, name: 'gate', enabled: false, reachable: null, latency_ms: null },
      { ...UP, name: '<x>', reachable: null, latency_ms: null, last_sync: null },
    ]),
  ).toEqual([
    [
      '<b>Exchanges</b>',
      '🟢 <b>binance</b>\nAnswers in 42 ms\nKey, account read 2026-03-03 10:29 UTC',
      '🟢 <b>simulator</b> (simulator)\nAnswers in 42 ms\nNo key: public data only',
      '🔴 <b>okx</b>\nDoes not answer: connection timeout\nKey, account not read yet',
      '🟡 <b>kraken</b>\nAnswers in 42 ms\nAccount cannot be read: the exchange refuses the key\nKey, account read 2026-03-03 10:29 UTC',
      '⚪ <b>gate</b>\nDisabled',
      '⚪ <b>&lt;x&gt;</b>\nNot asked\nKey, account not read yet',
      'As of 2026-03-03 10:30 UTC',
    ].join('\n\n'),
  ]);
});

test('none, and why it is not known how they answer', () => {
  expect(page([], 'ccxt-service cannot be asked now: connection refused.')).toEqual([
    '<b>Exchanges</b>\n\n🔴 How they answer is not known: ccxt-service cannot be asked now: connection refused.\n\nNo exchange is configured. <code>neuratrade exchanges add NAME</code> adds one.\n\nAs of 2026-03-03 10:30 UTC',
  ]);
});
