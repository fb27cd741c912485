import type { BackendAnswers, TestBackend } from './backend.js';
import { fixture } from './fixture.js';

const AT = '2026-03-03T10:30:00Z';
const DAY_MS = 86_400_000;
const timeOf = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** An equity curve of a week that ends now. */
function curve(): BackendAnswers['equity'] {
  const now = Date.now();
  return {
    currency: 'USDT',
    from: timeOf(now - 7 * DAY_MS),
    to: timeOf(now),
    step_seconds: 3_600,
    points: Array.from({ length: 169 }, (_, hour) => {
      const equity = (10_000 + 400 * Math.sin(hour / 12) + hour * 3).toFixed(2);
      return {
        ...{ at: timeOf(now - 7 * DAY_MS + hour * 3_600_000), equity, low: equity, flows: '0' },
        ...{ available_balance: '8200', exposure: '2300', unrealized_pnl: '50', partial: false },
      };
    }),
  };
}

/** What the backend tells of a working account. */
export const samples = (): BackendAnswers => ({
  portfolio: {
    total_equity: '10,500.00 USDT',
    available_balance: '8,200.00 USDT',
    exposure: '2,300.00 USDT',
    positions: [
      {
        ...{ symbol: 'BTC/USDT', side: 'long', size: '0.05', entry_price: '45,000.00' },
        ...{ mark_price: '46,000.00', unrealized_pnl: '+50.00 USDT' },
      },
    ],
    updated_at: AT,
  },
  performance: {
    ...{ total_trades: 42, win_rate: 65.5, profit_factor: 1.8 },
    ...{ pnl_24h: '+125.50 USDT', pnl_24h_percent: 1.26, pnl_7d: '+890.00 USDT', pnl_7d_percent: 9.12 },
    ...{ pnl_30d: '+3,245.00 USDT', pnl_30d_percent: 48.2 },
    ...{ best_trade: '+89.50 USDT', worst_trade: '-32.00 USDT', avg_trade_duration: '4h 15m' },
    updated_at: AT,
  },
  quests: {
    ...(JSON.parse(fixture('quests.json')) as BackendAnswers['quests']),
    raw: [
      { id: 'first_trade', metric: 'fills', unit: null },
      { id: 'profit_streak', metric: 'win_streak', unit: null },
      { id: 'volume_milestone', metric: 'volume', unit: 'USDT' },
    ],
  },
  trades: {
    currency: 'USDT',
    trades: [
      {
        ...{ id: '7', account: 'main', exchange: 'binance', symbol: 'BTC/USDT', side: 'long', size: '0.05' },
        ...{ entry_price: '45000', exit_price: '46000', opened_at: '2026-03-03T06:00:00.000Z' },
        ...{
          closed_at: '2026-03-03T10:15:00.000Z',
          duration_seconds: 15_300,
          fees: '1.5',
          funding: '0',
          pnl: '48.5',
        },
      },
    ],
    next_cursor: null,
  },
  equity: curve(),
  exchanges: {
    exchanges: [
      {
        ...{ name: 'binance', enabled: true, has_auth: true, simulator: true, reachable: true },
        ...{ latency_ms: 42, error: null, last_sync: AT },
      },
    ],
    problem: null,
    updated_at: AT,
  },
  cache: {
    window: { hours: 1, from: '2026-03-03T09:30:00Z', to: AT, minimum_requests: 100 },
    total: { requests: 200, hits: 180, misses: 20, evictions: 3, hit_rate: 0.9, judgement: 'healthy' },
    caches: [],
    redis: { status: 'ok', used_memory_bytes: 1, max_memory_bytes: 2, policy: 'volatile-lru' },
    advice: [],
    timestamp: AT,
  },
  digest: {
    ...{ account: 'main', from: '2026-03-02T10:30:00Z', to: AT, total_equity: '10,500.00 USDT' },
    ...{
      equity_change: '+125.50 USDT',
      equity_change_percent: 1.2,
      flows: '0.00 USDT',
      pnl: '+125.50 USDT',
      pnl_percent: 1.26,
    },
    ...{
      closed_trades: 0,
      wins: 0,
      losses: 0,
      best_trade: null,
      worst_trade: null,
      quests: [],
      incidents: [],
    },
    updated_at: AT,
  },
});

/** Tells the backend a working account. */
export function tellSamples(backend: TestBackend): void {
  for (const [name, value] of Object.entries(samples())) {
    backend.tell(name as keyof BackendAnswers, value as BackendAnswers[keyof BackendAnswers]);
  }
}
