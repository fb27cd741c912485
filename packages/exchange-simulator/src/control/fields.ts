import { z } from 'zod';
import { parseAmount } from '../accounts/amount.js';

/** A decimal text (a JSON number is taken as written) as units of 10^-8. */
export const amountField = z
  .union([z.string(), z.number()], 'must be a decimal text')
  .transform((value, context) => {
    const amount = parseAmount(String(value));
    if (amount !== undefined) return amount;
    context.addIssue({
      code: 'custom',
      message: 'must be a decimal text such as "8200.5", not negative, with at most 8 places',
    });
    return z.NEVER;
  });

export const assetField = z
  .string('must be a text')
  .regex(/^[A-Z0-9]{1,12}$/, 'must be the name of a currency such as USDT');

/** Names an account, in orders of the control. */
export const accountField = z
  .string('must be a text')
  .regex(/^\S{1,128}$/, 'must be a name of 1 to 128 characters without spaces');

/** An instant as ISO 8601 with its zone, as milliseconds. */
export const instantField = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2026-03-01T12:00:00Z' })
  .transform((text) => Date.parse(text));

export const idField = z.int('must be a whole number').min(1, 'must be at least 1');
