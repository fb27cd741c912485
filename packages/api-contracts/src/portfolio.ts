import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { decimalSchema, shownSymbolSchema } from './common.js';
import { instantSchema } from './private.js';

/** Money as people read it: `10,500.00 USDT`; results with a sign: `+50.00 USDT`. */
export const moneySchema = z.string().regex(/^[+-]?[\d,]+\.\d{2} [A-Z0-9]{2,10}$/);
/** A price or a size as people read it: `45,000.00`, `0.00001234`. */
const figureSchema = z.string().regex(/^-?[\d,]+(?:\.\d+)?$/);

/** What is said only when there is something to say: figures that are not of now, and what could not be priced. */
export const caveats = {
  stale: z.literal(true).optional(),
  as_of: timestampSchema.optional(),
  unpriced: z.array(z.string().min(1)).optional(),
};

/** `entry_price` and `unrealized_pnl` are null for what was held before the known fills, `mark_price` while nothing prices it. */
export const positionSchema = z.object({
  symbol: shownSymbolSchema,
  side: z.enum(['long', 'short']),
  size: figureSchema,
  entry_price: figureSchema.nullable(),
  mark_price: figureSchema.nullable(),
  unrealized_pnl: moneySchema.nullable(),
});

const rawPositionSchema = z.object({
  exchange: z.string().min(1),
  symbol: shownSymbolSchema,
  side: z.enum(['long', 'short']),
  size: decimalSchema,
  entry_price: decimalSchema.nullable(),
  mark_price: decimalSchema.nullable(),
  unrealized_pnl: decimalSchema.nullable(),
  as_of: timestampSchema,
});

const rawPortfolioSchema = z.object({
  currency: z.string().min(1),
  total_equity: decimalSchema,
  available_balance: decimalSchema,
  exposure: decimalSchema,
  unrealized_pnl: decimalSchema,
  positions: z.array(rawPositionSchema),
  by_exchange: z.array(
    z.object({
      exchange: z.string().min(1),
      total_equity: decimalSchema,
      available_balance: decimalSchema,
      exposure: decimalSchema,
      unrealized_pnl: decimalSchema,
      stale: z.boolean(),
      as_of: timestampSchema.nullable(),
    }),
  ),
  unpriced: z.array(z.string().min(1)),
});

/** `GET /api/v1/portfolio` and `/api/v1/telegram/internal/portfolio`; `raw` with `?raw=true`. */
export const portfolioSchema = z.object({
  total_equity: moneySchema,
  available_balance: moneySchema,
  exposure: moneySchema,
  positions: z.array(positionSchema),
  updated_at: timestampSchema,
  ...caveats,
  raw: rawPortfolioSchema.optional(),
});

/**
 * `GET /api/v1/portfolio/equity?from&to&step`: the last snapshot of each step. `partial`: something could not be read or priced then.
 * `low`: the least equity of the step's snapshots that are not partial (of all where all are); what came or went within the step counts as if it had been
 * there from its beginning. `flows`: deposits − withdrawals since the first point; null where one of them has no price.
 */
export const equityCurveSchema = z.object({
  currency: z.string().min(1),
  from: timestampSchema,
  to: timestampSchema,
  step_seconds: z.int().positive(),
  points: z.array(
    z.object({
      at: timestampSchema,
      equity: decimalSchema,
      available_balance: decimalSchema,
      exposure: decimalSchema,
      unrealized_pnl: decimalSchema,
      partial: z.boolean(),
      low: decimalSchema,
      flows: decimalSchema.nullable(),
    }),
  ),
});

/**
 * `GET /api/v1/portfolio/reconcile?from`: what explains the change in equity since a snapshot, and the `residual` that nothing does.
 * residual = equity_change − (realized_pnl + unrealized_change − open_fees_change + flows).
 */
export const reconciliationSchema = z.object({
  currency: z.string().min(1),
  from: timestampSchema,
  to: timestampSchema,
  equity_from: decimalSchema,
  equity_to: decimalSchema,
  equity_change: decimalSchema,
  realized_pnl: decimalSchema,
  unrealized_change: decimalSchema,
  open_fees_change: decimalSchema,
  flows: decimalSchema,
  residual: decimalSchema,
  /** Assets whose changes of price are in the residual, because it is not known what they cost. */
  unknown_cost: z.array(z.string().min(1)),
  /** Assets and symbols that are in no sum, because they have no price, or had none when they were needed. */
  unpriced: z.array(z.string().min(1)),
  /** The exact moment of the first snapshot: what was executed after it counts as realised. */
  executed_from: instantSchema.nullable(),
});

export type Portfolio = z.infer<typeof portfolioSchema>;
export type RawPortfolio = z.infer<typeof rawPortfolioSchema>;
export type EquityCurve = z.infer<typeof equityCurveSchema>;
export type Reconciliation = z.infer<typeof reconciliationSchema>;
