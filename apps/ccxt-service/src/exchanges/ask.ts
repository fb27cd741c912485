import type { Exchange } from 'ccxt';
import { ExchangeFailure } from '../connectivity/failure.js';
import { LONGEST_ANSWER_BYTES } from './transport.js';

const DAY_MS = 86_400_000;
const USUAL_SYMBOLS = ['BTC/USDT', 'BTC/USD', 'BTC/USDC', 'BTC/EUR'];

/** Asks an exchange something small and checks the answer's shape. Resolves to the exchange's time, null where it tells none. */
type Ask = (exchange: Exchange) => Promise<number | null>;

/** What to ask an exchange, and how long an answer to it may be. */
export interface Question {
  readonly ask: Ask;
  readonly maxBytes: number;
}

const SHORT_ANSWER_BYTES = 1024 * 1024;

const unexpected = (what: string) => new ExchangeFailure('bad_response', what);

const askTime: Ask = async (exchange) => {
  const time: unknown = await exchange.fetchTime();
  if (typeof time !== 'number' || !Number.isFinite(time)) throw unexpected('unexpected answer');
  if (Math.abs(time - Date.now()) > DAY_MS) throw unexpected('implausible exchange time');
  return time;
};

const askStatus: Ask = async (exchange) => {
  const answer = (await exchange.fetchStatus()) as { status?: unknown } | undefined;
  if (answer?.status === 'ok') return null;
  if (typeof answer?.status !== 'string' || answer.status === '') throw unexpected('unexpected answer');
  throw new ExchangeFailure('maintenance', 'under maintenance');
};

const askTicker: Ask = async (exchange) => {
  const markets = await exchange.loadMarkets(Object.keys(exchange.markets ?? {}).length === 0);
  const symbols = Object.keys(markets);
  const symbol = USUAL_SYMBOLS.find((name) => symbols.includes(name)) ?? symbols[0];
  if (symbol === undefined) throw unexpected('unexpected answer');
  const { last, bid, ask } = await exchange.fetchTicker(symbol);
  if (![last, bid, ask].some((price) => Number(price) > 0)) throw unexpected('unexpected answer');
  return null;
};

/** The cheapest question that an exchange can answer: its time, else its status, else one ticker. */
export function questionFor(exchange: Exchange): Question {
  if (exchange.has.fetchTime === true) return { ask: askTime, maxBytes: SHORT_ANSWER_BYTES };
  if (exchange.has.fetchStatus === true) return { ask: askStatus, maxBytes: SHORT_ANSWER_BYTES };
  return { ask: askTicker, maxBytes: LONGEST_ANSWER_BYTES };
}
