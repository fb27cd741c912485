import { SERVICES, timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { accountNameSchema, shownSymbolSchema } from './common.js';
import { caveats, moneySchema } from './portfolio.js';
import { questSchema } from './quests.js';

const percent = z.number().nullable();
const count = z.int().nonnegative();
/** A closed trade, in few words. */
const digestTradeSchema = z.object({
  symbol: shownSymbolSchema,
  side: z.enum(['long', 'short']),
  pnl: moneySchema,
});

/** `GET /api/v1/digest` and `/api/v1/telegram/internal/digest?hours=`: what went on lately, 24 hours unless asked otherwise. */
export const digestSchema = z.object({
  account: accountNameSchema,
  from: timestampSchema,
  to: timestampSchema,
  total_equity: moneySchema,
  /** Since `from`; null where what it was then is not known. */
  equity_change: moneySchema.nullable(),
  equity_change_percent: percent,
  /** Deposits − withdrawals in that change; null where one of them has no price. */
  flows: moneySchema.nullable(),
  pnl: moneySchema,
  pnl_percent: percent,
  closed_trades: count,
  wins: count,
  losses: count,
  best_trade: digestTradeSchema.nullable(),
  worst_trade: digestTradeSchema.nullable(),
  /** Those whose progress changed. */
  quests: z.array(questSchema),
  /** What was down, newest first, 20 at most; `to` and `duration_seconds` are null while it is, and where nobody saw its end (`end_unseen`). */
  incidents: z.array(
    z.object({
      service: z.enum(SERVICES),
      reason: z.string().min(1).nullable(),
      from: timestampSchema,
      to: timestampSchema.nullable(),
      duration_seconds: z.number().nonnegative().nullable(),
      /** NeuraTrade itself was not running when it ended: it is over, or tells of itself in an incident that is newer. */
      end_unseen: z.literal(true).optional(),
    }),
  ),
  updated_at: timestampSchema,
  ...caveats,
});

export type Digest = z.infer<typeof digestSchema>;
