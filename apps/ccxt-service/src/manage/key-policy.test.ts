import { describe, expect, test } from '@jest/globals';
import { AppError } from '@neuratrade/service-kit';
import { completeKey, judgePermissions } from './key-policy.js';

const PLAIN = () => ({ password: false, unsupported: [] });
const WITH_PASSWORD = () => ({ password: true, unsupported: [] });
const KEY = { apiKey: 'k', secret: 's' };

function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.message];
    throw error;
  }
}

describe('a key', () => {
  test('is complete with all that the exchange wants, and names what is missing', () => {
    expect([
      outcome(() => completeKey('okx', {}, WITH_PASSWORD)),
      outcome(() => completeKey('okx', { ...KEY, password: 'p' }, WITH_PASSWORD)),
      outcome(() => completeKey('kraken', KEY, PLAIN)),
      outcome(() => completeKey('okx', KEY, WITH_PASSWORD)),
      outcome(() => completeKey('kraken', { secret: 's' }, PLAIN)),
      outcome(() => completeKey('kraken', { password: 'p' }, PLAIN)),
      outcome(() =>
        completeKey('hyperliquid', KEY, () => ({
          password: false,
          unsupported: ['walletAddress', 'privateKey'],
        })),
      ),
    ]).toEqual([
      undefined,
      { ...KEY, password: 'p' },
      KEY,
      ['bad_request', 'password: missing. okx gives one (a passphrase) with each key.'],
      ['bad_request', 'key: missing. Key and secret come together.'],
      ['bad_request', 'key and secret: missing. Key and secret come together.'],
      [
        'not_supported',
        'hyperliquid signs in with walletAddress and privateKey, which is not supported yet. Leave the key out to use its public data.',
      ],
    ]);
  });

  test('that can trade or withdraw is refused unless it is allowed, and then warned of', () => {
    const judge = (trade: boolean | null, withdraw: boolean | null, allowed: boolean) =>
      outcome(() => judgePermissions('okx', { read: true, trade, withdraw }, allowed));
    const refusal = (deeds: string) => [
      'key_refused',
      `The key can ${deeds}. Make a key at okx that can only read, or send "allow_trading_key": true to use this one all the same. Nothing was changed.`,
    ];
    const warning = (deeds: string) =>
      `The key can ${deeds}, which is never needed here: a key that can only read is safer.`;
    const unsure = (deeds: string) =>
      `okx does not tell whether the key can ${deeds}: make sure that it can only read.`;
    expect([
      judge(false, false, false),
      judge(true, false, false),
      judge(true, true, false),
      judge(false, true, true),
      judge(true, null, true),
      judge(false, null, false),
      outcome(() => judgePermissions('okx', null, false)),
      outcome(() => judgePermissions('okx', { read: false, trade: false, withdraw: false }, true)),
    ]).toEqual([
      [],
      refusal('trade'),
      refusal('trade and withdraw'),
      [warning('withdraw')],
      [warning('trade'), unsure('withdraw')],
      [unsure('withdraw')],
      [unsure('trade or withdraw')],
      ['key_refused', 'The key cannot read the account. Allow that at okx. Nothing was changed.'],
    ]);
  });
});
