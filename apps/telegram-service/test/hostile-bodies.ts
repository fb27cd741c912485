import type {
  CacheReport,
  Digest,
  ExchangeStates,
  Performance,
  Portfolio,
  Quests,
  Trades,
} from '@neuratrade/api-contracts';
import fc from 'fast-check';
import type { BackendHealth } from '../src/backend/client.js';

const nasty = fc.constantFrom(
  ...'<b> </b> & &amp; &#0; " 👨‍👩‍👧‍👦 👩🏽‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿 שלום مرحبا BTC/USDT'.split(' '),
  ...['<a href="x">', '\u202e', '\u2066', '\u0301', '\0', '\x1b[31m', '\r\n', '\u2028', '\u200b'],
  ...['\u200d', '\ufe0f', '\ud83d', '\udc00', '\u3164'],
);
export const text: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.array(nasty, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
    nasty.map((part) => part.repeat(Math.ceil(4_000 / part.length))),
  )
  .filter((value) => value !== '');
const digits = fc.oneof(fc.stringMatching(/^\d{1,20}$/), fc.constant('9'.repeat(4_000)));
const decimal = fc.oneof(
  digits,
  digits.map((value) => `-0.${value}`),
  digits.map((value) => `${value}.5`),
);
const money = fc
  .oneof(
    digits,
    digits.map((value) => `-${value}`),
  )
  .map((value) => `${value}.00 USDT`);
const time = fc.constantFrom('2026-03-03T10:30:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z');
const size = fc.oneof(fc.double({ min: 0, noNaN: true }), fc.nat());
const ratio = fc.double({ noNaN: true, noDefaultInfinity: true });
const count = fc.nat();
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary);
const caveats = fc.record(
  { stale: fc.constant(true as const), as_of: time, unpriced: fc.array(text, { maxLength: 30 }) },
  { requiredKeys: [] },
);
const side = fc.constantFrom('long', 'short');
const list = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(arbitrary, { maxLength: 12 });
const together = <A, B>(one: fc.Arbitrary<A>, two: fc.Arbitrary<B>): fc.Arbitrary<A & B> =>
  fc.tuple(one, two).map(([a, b]) => ({ ...a, ...b }));

export const portfolio: fc.Arbitrary<Portfolio> = together(
  fc.record({
    total_equity: money,
    available_balance: money,
    exposure: money,
    positions: list(
      fc.record({
        ...{ symbol: text, side, size: decimal, entry_price: maybe(decimal), mark_price: maybe(decimal) },
        unrealized_pnl: maybe(money),
      }),
    ),
    updated_at: time,
  }),
  caveats,
);
export const performance: fc.Arbitrary<Performance> = together(
  fc.record({
    ...{ total_trades: count, win_rate: ratio, profit_factor: maybe(ratio), updated_at: time },
    ...{ pnl_24h: money, pnl_24h_percent: maybe(ratio), pnl_7d: money, pnl_7d_percent: maybe(ratio) },
    ...{ pnl_30d: money, pnl_30d_percent: maybe(ratio), best_trade: maybe(money), worst_trade: maybe(money) },
    avg_trade_duration: maybe(text),
  }),
  caveats,
);
const quest = fc.record({
  ...{
    id: text,
    title: text,
    description: text,
    progress: size,
    max_progress: size.map((value) => value + 1),
    updated_at: time,
  },
  status: fc.constantFrom('not_started', 'in_progress', 'completed', 'failed'),
});
export const quests: fc.Arbitrary<Quests> = fc.record({ quests: list(quest), updated_at: time });
export const trades: fc.Arbitrary<Trades> = fc.record({
  currency: text,
  next_cursor: fc.constant(null),
  trades: list(
    fc.record({
      ...{ id: text, account: text, exchange: text, symbol: text, side, size: decimal, entry_price: decimal },
      ...{
        exit_price: decimal,
        opened_at: time,
        closed_at: time,
        duration_seconds: size,
        fees: maybe(decimal),
      },
      ...{ funding: decimal, pnl: maybe(decimal) },
    }),
  ),
});
export const exchanges: fc.Arbitrary<ExchangeStates> = fc.record({
  exchanges: list(
    fc.record({
      ...{ name: text, enabled: fc.boolean(), has_auth: fc.boolean(), simulator: fc.boolean() },
      ...{
        reachable: maybe(fc.boolean()),
        latency_ms: maybe(size),
        error: maybe(text),
        last_sync: maybe(time),
      },
    }),
  ),
  problem: maybe(text),
  updated_at: time,
});
const asked = {
  ...{ requests: count, hits: count, misses: count, evictions: count },
  hit_rate: maybe(fc.double({ min: 0, max: 1, noNaN: true })),
  judgement: fc.constantFrom('healthy', 'fair', 'poor', 'too_few'),
};
export const cache: fc.Arbitrary<CacheReport> = fc.record({
  window: fc.record({ hours: size, from: time, to: time, minimum_requests: count }),
  total: fc.record(asked),
  caches: list(
    fc.record({
      ...asked,
      namespace: fc.constantFrom('market_data', 'orderbook', 'ticker'),
      ...{ size: count, max_entries: count, fresh_ms: count, ttl_ms: count },
    }),
  ),
  redis: fc.record({
    ...{ status: text, used_memory_bytes: maybe(count), max_memory_bytes: maybe(count), policy: maybe(text) },
  }),
  advice: list(text),
  timestamp: time,
});
const service = fc.oneof(
  fc.constant('healthy' as const),
  text.map((reason) => `unhealthy: ${reason}` as const),
);
export const health: fc.Arbitrary<BackendHealth> = fc.record({
  status: fc.constantFrom('healthy', 'degraded', 'unhealthy'),
  services: fc.record({ database: service, redis: service, ccxt: service, telegram: service }),
  timestamp: fc.option(text, { nil: undefined }),
  uptime: fc.option(text, { nil: undefined }),
});
const digestTrade = maybe(fc.record({ symbol: text, side, pnl: money }));
export const digest: fc.Arbitrary<Digest> = together(
  fc.record({
    ...{
      account: text,
      from: time,
      to: time,
      total_equity: money,
      equity_change: maybe(money),
      flows: maybe(money),
      updated_at: time,
    },
    ...{ equity_change_percent: maybe(ratio), pnl: money, pnl_percent: maybe(ratio), closed_trades: count },
    ...{ wins: count, losses: count, best_trade: digestTrade, worst_trade: digestTrade, quests: list(quest) },
    incidents: list(
      fc.record({
        service: fc.constantFrom('database', 'redis', 'ccxt', 'telegram'),
        ...{ reason: maybe(text), from: time, to: maybe(time), duration_seconds: maybe(size) },
      }),
    ),
  }),
  caveats,
);
export const failure = fc.record(
  {
    reason: text,
    status: fc.constantFrom(200, 400, 404, 429, 503),
    code: text,
    message: text,
    retryAfterSeconds: size,
  },
  { requiredKeys: ['reason'] },
);
