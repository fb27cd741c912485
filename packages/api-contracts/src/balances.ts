import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { accountNameSchema, decimalSchema } from './common.js';

/** `PUT /api/v1/accounts/:account/exchanges/:exchange/balance`: what is held there from now on, by asset. */
export const accountBalanceSchema = z.object({
  account: accountNameSchema,
  exchange: z.string().min(1),
  balances: z.record(z.string().min(1), decimalSchema),
  as_of: timestampSchema,
});

export type AccountBalance = z.infer<typeof accountBalanceSchema>;
