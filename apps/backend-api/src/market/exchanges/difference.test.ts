import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differenceOf, withChanges } from './difference.js';
import type { ExchangeState } from './exchange.js';

const state = (name: string, given: Partial<ExchangeState> = {}): ExchangeState => ({
  account: 'main',
  name,
  enabled: true,
  hasAuth: false,
  ...given,
});

const states = fc.uniqueArray(
  fc.record({
    account: fc.constantFrom('main', 'b'),
    name: fc.constantFrom('binance', 'okx', 'kraken'),
    enabled: fc.boolean(),
    hasAuth: fc.boolean(),
  }),
  { selector: ({ account, name }) => `${account}/${name}` },
);
const sorted = (list: readonly ExchangeState[]) =>
  [...list].sort((a, b) => `${a.account}/${a.name}`.localeCompare(`${b.account}/${b.name}`));

describe('how two sets of exchanges differ', () => {
  test('what came, what changed, what went', () => {
    const before = [state('okx'), state('kraken'), state('binance', { account: 'b' }), state('bybit')];
    const now = [
      state('bybit'),
      state('binance'),
      state('kraken', { enabled: false }),
      state('okx', { hasAuth: true }),
    ];
    expect(differenceOf(before, now)).toEqual({
      added: [state('binance')],
      changed: [state('kraken', { enabled: false }), state('okx', { hasAuth: true })],
      removed: [state('binance', { account: 'b' })],
    });
  });

  test('is what makes the one out of the other', () => {
    fc.assert(
      fc.property(states, states, (before, now) => {
        const { added, changed, removed } = differenceOf(before, now);
        const changes = [
          ...[...added, ...changed].map((one) => ({ place: one, state: one })),
          ...removed.map((one) => ({ place: one, state: undefined })),
        ];
        expect(sorted(withChanges(before, changes))).toEqual(sorted(now));
      }),
    );
  });
});
