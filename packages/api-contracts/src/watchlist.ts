import { z } from 'zod';
import { symbolSchema } from './common.js';

const MOST = 100;
/** `btc/usdt`, `BTC-USDT` and `BTC_USDT` for `BTC/USDT`, undefined for what names no market. */
export function normaliseSymbol(text: string): string | undefined {
  const symbol = text.trim().toUpperCase();
  const unified = symbol.includes('/') ? symbol : symbol.replace(/^([^-_]+)[-_]([^-_]+)$/, '$1/$2');
  return symbolSchema.safeParse(unified).success ? unified : undefined;
}

/** WATCHLIST: symbols separated by commas, each once, at most 100; `none` for none. */
export const watchlistSchema = z
  .string('must be symbols separated by commas, or none')
  .transform((text, context) => {
    if (text.trim().toLowerCase() === 'none') return [];
    const names = text.split(',').filter((name) => name.trim() !== '');
    const symbols = names.map(normaliseSymbol);
    const bad = names.filter((_, index) => symbols[index] === undefined).map((name) => name.trim());
    if (bad.length > 0) {
      context.addIssue({ code: 'custom', message: `${bad.join(', ')}: give symbols as BTC/USDT` });
    }
    const unique = [...new Set(symbols)].filter((symbol) => symbol !== undefined);
    if (unique.length > MOST)
      context.addIssue({ code: 'custom', message: `must be at most ${MOST} symbols` });
    return unique;
  });
