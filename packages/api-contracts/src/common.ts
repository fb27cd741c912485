import { z } from 'zod';

/** A decimal number as a text, exactly as the exchange told it: `46000.10`, `-1.5`, `0.00001234`. */
export const decimalSchema = z.string().regex(/^-?\d+(?:\.\d+)?$/, 'must be a decimal number');

/** ccxt's unified name of a market: `BTC/USDT`, swaps `BTC/USDT:USDT`. */
export const symbolSchema = z
  .string()
  .regex(/^[A-Z0-9._$-]{1,30}\/[A-Z0-9._$-]{1,30}(?::[A-Z0-9._$-]{1,60})?$/i);

/** A market as an exchange names it, whatever that is: for what is shown, so that one odd name spoils no answer. */
export const shownSymbolSchema = z.string().min(1);

/** Name of an account of NeuraTrade; `main` is the default. */
export const accountNameSchema = z
  .string('must be a text')
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,31}$/,
    'must be at most 32 of a-z, 0-9, _ and -, beginning with a letter or digit',
  );

/** The account that whatever names none belongs to. */
export const MAIN_ACCOUNT = 'main';
