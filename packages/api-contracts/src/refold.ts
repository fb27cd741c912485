import { z } from 'zod';
import { accountNameSchema } from './common.js';

/** `POST` and `GET /api/v1/ledger/refold`: how many books, and fills in them, wait to be folded again. */
export const refoldSchema = z.object({
  account: accountNameSchema,
  books: z.int().nonnegative(),
  fills: z.int().nonnegative(),
});

export type Refold = z.infer<typeof refoldSchema>;
