import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { ExchangeTest } from '@neuratrade/api-contracts';
import { renderExchangeTest } from './exchanges-test.js';

const render = (key: ExchangeTest['key']) =>
  stripVTControlCharacters(
    renderExchangeTest({
      ...{ name: 'okx', account: 'main', reachable: true, latency_ms: 42, clock_offset_ms: 0, error: null },
      key,
    }),
  ).split('\n  ');

test('a key is told as accepted, as refused, or as one that could not be checked', () => {
  const permissions = { read: true, trade: false, withdraw: null };
  expect([
    render({ accepted: true, permissions, error: null }),
    render({ accepted: false, permissions: null, error: 'the account is suspended' }),
    render({ accepted: null, permissions: null, error: 'rate limited' }),
  ]).toEqual(
    [
      '✓ accepts the key, which may read; not trade; withdraw is not told',
      '✗ does not accept the key: the account is suspended',
      '! it could not be found out whether it accepts the key: rate limited',
    ].map((line) => ['okx', '✓ answers in 42 ms, its clock as ours', line]),
  );
});
