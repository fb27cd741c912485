import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { accountNameSchema, decimalSchema, shownSymbolSchema, symbolSchema } from './common.js';
import { instantSchema } from './private.js';

/** What became of a push: how many fills are new, how many were known already, and which lines were not taken, by their place from 0. */
export const pushedSchema = z.object({
  stored: z.int().nonnegative(),
  duplicates: z.int().nonnegative(),
  rejected: z.array(
    z.object({ index: z.int().nonnegative(), id: z.string().nullable(), reason: z.string().min(1) }),
  ),
});

/**
 * A closed round trip. `size` is all that was opened, prices are averages in the quote currency, `pnl` is net, in the account's currency,
 * null while a fee or the quote currency has no price yet.
 */
export const tradeSchema = z.object({
  id: z.string().min(1),
  account: accountNameSchema,
  exchange: z.string().min(1),
  symbol: shownSymbolSchema,
  side: z.enum(['long', 'short']),
  size: decimalSchema,
  entry_price: decimalSchema,
  exit_price: decimalSchema,
  opened_at: instantSchema,
  closed_at: instantSchema,
  duration_seconds: z.number().nonnegative(),
  fees: decimalSchema.nullable(),
  funding: decimalSchema,
  pnl: decimalSchema.nullable(),
});

/** `GET /api/v1/trades`: newest first; `next_cursor` asks for older ones. */
export const tradesSchema = z.object({
  currency: z.string().min(1),
  trades: z.array(tradeSchema),
  next_cursor: z.string().min(1).nullable(),
});

/** One kind of reading of one exchange: what it has, how far it is, and why it waits. */
export const syncJobSchema = z.object({
  account: accountNameSchema,
  exchange: z.string().min(1),
  kind: z.enum(['symbols', 'trades', 'balances', 'transfers', 'positions']),
  symbol: symbolSchema.nullable(),
  state: z.enum(['waiting', 'running', 'back-filling', 'up to date', 'failing', 'not offered']),
  fills: z.int().nonnegative(),
  reached: timestampSchema.nullable(),
  last_success: timestampSchema.nullable(),
  error: z.string().min(1).nullable(),
});

/** `GET /api/v1/sync`. */
export const syncStatusSchema = z.object({ jobs: z.array(syncJobSchema), updated_at: timestampSchema });

export type Pushed = z.infer<typeof pushedSchema>;
export type Trade = z.infer<typeof tradeSchema>;
export type Trades = z.infer<typeof tradesSchema>;
export type SyncJob = z.infer<typeof syncJobSchema>;
export type SyncStatus = z.infer<typeof syncStatusSchema>;
