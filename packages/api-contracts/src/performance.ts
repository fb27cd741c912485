import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { decimalSchema, shownSymbolSchema } from './common.js';
import { caveats, moneySchema } from './portfolio.js';

const count = z.int().nonnegative();
const percent = z.number().nullable();

const shareSchema = z.object({
  trades: count,
  wins: count,
  losses: count,
  draws: count,
  pnl: decimalSchema,
  fees: decimalSchema,
  funding: decimalSchema,
  volume: decimalSchema,
});

/** Decimals unrounded up to 18 places. Null is what cannot be said: no losses, no start equity, too few days. */
export const rawPerformanceSchema = z.object({
  currency: z.string().min(1),
  total_trades: count,
  wins: count,
  losses: count,
  draws: count,
  win_rate: z.number(),
  profit_factor: z.number().nullable(),
  pnl_total: decimalSchema,
  pnl_24h: decimalSchema,
  pnl_24h_percent: percent,
  pnl_7d: decimalSchema,
  pnl_7d_percent: percent,
  pnl_30d: decimalSchema,
  pnl_30d_percent: percent,
  unrealized_pnl: decimalSchema,
  best_trade: decimalSchema.nullable(),
  worst_trade: decimalSchema.nullable(),
  avg_trade_duration_seconds: z.number().nonnegative().nullable(),
  expectancy: decimalSchema.nullable(),
  expectancy_ratio: z.number().nullable(),
  avg_win: decimalSchema.nullable(),
  avg_loss: decimalSchema.nullable(),
  longest_win_streak: count,
  longest_loss_streak: count,
  max_drawdown: decimalSchema,
  max_drawdown_percent: percent,
  max_relative_drawdown_percent: percent,
  sharpe: z.number().nullable(),
  sortino: z.number().nullable(),
  calmar: z.number().nullable(),
  fees: decimalSchema,
  funding: decimalSchema,
  volume: decimalSchema,
  by_symbol: z.array(z.object({ symbol: shownSymbolSchema, ...shareSchema.shape })),
  by_exchange: z.array(z.object({ exchange: z.string().min(1), ...shareSchema.shape })),
});

/** `GET /api/v1/performance` and `/api/v1/telegram/internal/performance`; `raw` with `?raw=true`. */
export const performanceSchema = z.object({
  total_trades: count,
  win_rate: z.number(),
  profit_factor: z.number().nullable(),
  pnl_24h: moneySchema,
  pnl_24h_percent: percent,
  pnl_7d: moneySchema,
  pnl_7d_percent: percent,
  pnl_30d: moneySchema,
  pnl_30d_percent: percent,
  best_trade: moneySchema.nullable(),
  worst_trade: moneySchema.nullable(),
  avg_trade_duration: z.string().min(1).nullable(),
  updated_at: timestampSchema,
  ...caveats,
  raw: rawPerformanceSchema.optional(),
});

export type RawPerformance = z.infer<typeof rawPerformanceSchema>;
export type Performance = z.infer<typeof performanceSchema>;
