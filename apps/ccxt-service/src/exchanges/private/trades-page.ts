import type { MarketInterface } from 'ccxt';
import { holdsList } from '../market/to-candles.js';
import { unexpected } from '../market/unexpected.js';
import type { Cursor } from './cursor.js';
import type { Signed, SignedAnswer } from './signed.js';
import { type Found, toExecutions } from './to-executions.js';

/** What is shorter may stand in an address by chance. */
const SHORTEST_ID = 5;

/** Which trades of one market to ask for, in ccxt's words. */
interface TradesWish {
  readonly since: number | undefined;
  readonly limit: number | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface TradesPage {
  readonly found: readonly Found[];
  /** How many the exchange listed, of whatever market. */
  readonly listed: number;
  readonly answer: SignedAnswer;
}

/** Throws when a page, of which the exchange listed so many, cannot be the one that was asked for. */
type PageCheck = (found: readonly Found[], listed: number) => void;

/** Asks for one page of trades. */
export type AskTrades = (wish: TradesWish, check: PageCheck) => Promise<TradesPage>;

/** What was found, and where to go on. */
export interface TradesFound {
  readonly found: readonly Found[];
  readonly next: Cursor | null;
  readonly answer: SignedAnswer;
}

/** Where an account's trades of one market are asked for. */
export interface TradesContext {
  readonly signed: Signed;
  readonly market: MarketInterface;
  readonly limit: number;
  readonly ask: AskTrades;
  readonly signal: AbortSignal;
}

/** @throws {MarketError} when an answer cannot be right */
export function tradesAsker(signed: Signed, market: MarketInterface, signal: AbortSignal): AskTrades {
  return ({ since, limit: most, params }, check) =>
    signed.askSigned({
      kind: 'trades',
      signal,
      ask: (client) => client.fetchMyTrades(market.symbol, since, most, params),
      read(told, answer) {
        const found = toExecutions(told, market, { alone: isNamed(market, answer.sent) });
        if (told.length === 0 && !holdsList(answer.body)) throw unexpected('no list of trades');
        check(found, told.length);
        return { found, listed: told.length, answer };
      },
    });
}

/** Some exchanges can only be asked for the trades of all markets. */
function isNamed({ id = '' }: MarketInterface, sent: readonly string[]): boolean {
  const last = sent.slice(-2).join(' ');
  return id.length >= SHORTEST_ID && (last.includes(id) || last.includes(encodeURIComponent(id)));
}
