import { symbolSchema } from '@neuratrade/api-contracts';
import { type Checked, quoted } from '../problem.js';

/** A symbol taken apart. */
export interface Market {
  readonly symbol: string;
  readonly market: 'spot' | 'swap';
  readonly base: string;
  readonly quote: string;
}

const WANTED = 'give it in the form of ccxt: BTC/USDT, a swap BTC/USDT:USDT';

/** The market that a symbol names in ccxt's form: spot or a linear swap. */
export function marketOf(value: unknown): Checked<Market> {
  if (typeof value !== 'string' || !symbolSchema.safeParse(value).success) {
    return { problem: `is ${quoted(value)}: ${WANTED}` };
  }
  if (value !== value.toUpperCase() && value === value.toLowerCase()) {
    return { problem: `is ${quoted(value)}: ${WANTED}, here ${value.toUpperCase()}` };
  }
  const [base = '', quote = '', settle] = value.split(/[/:]/);
  if (base === quote) return { problem: `is ${quoted(value)}: base and quote must differ` };
  if (settle === undefined) return { symbol: value, market: 'spot', base, quote };
  if (settle === quote) return { symbol: value, market: 'swap', base, quote };
  return {
    problem: settle.includes('-')
      ? `is ${quoted(value)}, a market that expires: only spot and swaps such as BTC/USDT:USDT are kept`
      : `is ${quoted(value)}, an inverse swap (settled in ${settle}, quoted in ${quote}): only swaps settled in their quote currency are kept`,
  };
}
