import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { accountNameSchema } from './common.js';

/** `POST /api/v1/accounts`. */
export const addAccountSchema = z.strictObject({ name: accountNameSchema });

export const accountSchema = z.object({ name: accountNameSchema, created_at: timestampSchema });

/** `GET /api/v1/accounts`. */
export const accountsSchema = z.object({ accounts: z.array(accountSchema), count: z.int().nonnegative() });

export type Account = z.infer<typeof accountSchema>;
export type Accounts = z.infer<typeof accountsSchema>;
