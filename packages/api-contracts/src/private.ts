import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { accountNameSchema, decimalSchema, symbolSchema } from './common.js';

/** Which exchange of which account an answer of ccxt-service is about; `as_of` is when the exchange's answer arrived. */
const place = {
  exchange: z.string().min(1),
  account: accountNameSchema,
  as_of: timestampSchema,
};

/** An instant to the millisecond: `2026-03-03T10:30:00.123Z`. */
export const instantSchema = z.iso.datetime({ precision: 3 });

export const feeSchema = z.object({ cost: decimalSchema, currency: z.string().min(1) });

/** One execution as the exchange told it. Amounts of swaps are in contracts; `position_side` is `both` where there is no hedge mode. */
export const executionSchema = z.object({
  id: z.string().min(1).max(128),
  symbol: symbolSchema,
  side: z.enum(['buy', 'sell']),
  price: decimalSchema,
  amount: decimalSchema,
  fees: z.array(feeSchema),
  position_side: z.enum(['long', 'short', 'both']),
  executed_at: instantSchema,
});

/**
 * `GET /api/v1/private/trades?exchange&account&symbol&since&limit` of ccxt-service: executions from `since` on (without it: from the first
 * one on), oldest first, each once. `next` asks for the rest, as `cursor` in place of `since`: that answer begins behind the last execution
 * of this one, which ccxt-service checks by asking for that one again; it may be empty and still have a `next`. Null when the exchange has no
 * more for now. `exchange_time` is its clock when it answered, where it tells that.
 */
export const executionsSchema = z.object({
  ...place,
  symbol: symbolSchema,
  trades: z.array(executionSchema),
  next: z.string().min(1).nullable(),
  exchange_time: instantSchema.nullable(),
});

/** `GET /api/v1/private/balances`: every asset that is not zero. */
export const balancesSchema = z.object({
  ...place,
  balances: z.array(
    z.object({ asset: z.string().min(1), free: decimalSchema, used: decimalSchema, total: decimalSchema }),
  ),
});

/**
 * `GET /api/v1/private/transfers?kind=deposit|withdrawal&since`: those that are done, oldest first. `next`, which may be there although
 * nothing was found yet, asks for the rest as `cursor` in place of `since`. `supported` is false where the exchange tells none.
 */
export const transfersSchema = z.object({
  ...place,
  kind: z.enum(['deposit', 'withdrawal']),
  supported: z.boolean(),
  transfers: z.array(
    z.object({
      id: z.string().min(1),
      asset: z.string().min(1),
      amount: decimalSchema,
      fee: feeSchema.nullable(),
      executed_at: instantSchema,
    }),
  ),
  next: z.string().min(1).nullable(),
});

/** `GET /api/v1/private/positions`: open positions of derivatives. `supported` is false for exchanges without them. */
export const positionsSchema = z.object({
  ...place,
  supported: z.boolean(),
  positions: z.array(
    z.object({
      symbol: symbolSchema,
      side: z.enum(['long', 'short']),
      size: decimalSchema,
      contract_size: decimalSchema,
      entry_price: decimalSchema.nullable(),
      mark_price: decimalSchema.nullable(),
      unrealized_pnl: decimalSchema.nullable(),
    }),
  ),
});

/**
 * `GET /api/v1/private/symbols`: the markets in which the account may have traded. `complete` says that it traded in no others; otherwise
 * only those are listed that its latest executions and its balances point to.
 */
export const tradedSymbolsSchema = z.object({
  ...place,
  symbols: z.array(symbolSchema),
  complete: z.boolean(),
});

export type Execution = z.infer<typeof executionSchema>;
export type Executions = z.infer<typeof executionsSchema>;
export type Balances = z.infer<typeof balancesSchema>;
export type Transfers = z.infer<typeof transfersSchema>;
export type Positions = z.infer<typeof positionsSchema>;
export type TradedSymbols = z.infer<typeof tradedSymbolsSchema>;
