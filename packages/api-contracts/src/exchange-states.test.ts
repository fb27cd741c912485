import { expect, test } from '@jest/globals';
import { exchangeStatesSchema } from './exchanges.js';
import { questsSchema } from './quests.js';

const AT = '2026-03-03T10:30:00Z';
const state = (rest: object = {}) => ({
  ...{ name: 'binance', enabled: true, has_auth: true, simulator: false, reachable: true, latency_ms: 12.5 },
  ...{ error: null, last_sync: AT },
  ...rest,
});

test('exchanges are told as far as they are known', () => {
  const unknown = state({ reachable: null, latency_ms: null, last_sync: null });
  const told = {
    exchanges: [state(), unknown],
    problem: 'ccxt-service cannot be asked now.',
    updated_at: AT,
  };
  expect(exchangeStatesSchema.parse(told)).toEqual(told);
  const wrong = [{ reachable: 'yes' }, { latency_ms: -1 }, { error: '' }, { last_sync: undefined }];
  expect(
    wrong.map((rest) => exchangeStatesSchema.safeParse({ ...told, exchanges: [state(rest)] }).success),
  ).toEqual(wrong.map(() => false));
});

test('quests say what they count where that was asked for', () => {
  const plain = { quests: [], updated_at: AT };
  const raw = [
    { id: 'volume_milestone', metric: 'volume', unit: 'USDT' },
    { id: 'first_trade', metric: 'fills', unit: null },
  ];
  expect([questsSchema.parse(plain), questsSchema.parse({ ...plain, raw })]).toEqual([
    plain,
    { ...plain, raw },
  ]);
  expect(questsSchema.safeParse({ ...plain, raw: [{ id: 'x', metric: 'fills' }] }).success).toBe(false);
});
