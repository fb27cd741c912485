import { expect } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import type { ScriptedCcxt } from './market-ccxt.js';

/** Settings that make rounds of 210 ms. */
export const FAST_CACHE = { CACHE_TICKER_FRESH_MS: '300', CACHE_MARKET_FRESH_MS: '300' };

/** The question for all watched tickers of an exchange. */
export const BATCH = (exchange: string, symbols = 'BTC/USDT,ETH/USDT,SOL/USDT'): string =>
  `tickers ${exchange} ${symbols}`;

export function count(ccxt: ScriptedCcxt, question: string): number {
  return ccxt.asked().filter((asked) => asked === question).length;
}

/** Waits until the question was asked so many times more. */
export async function rounds(ccxt: ScriptedCcxt, question: string, more: number): Promise<void> {
  const from = count(ccxt, question);
  await eventually(() => expect(count(ccxt, question)).toBeGreaterThanOrEqual(from + more), {
    timeoutMs: 20_000,
  });
}
