import type { Exchange, MarketInterface } from 'ccxt';
import type { Begin } from '../../private/private-data.js';
import type { SignedAnswer } from './signed.js';
import type { TradesContext, TradesFound } from './trades-page.js';
import { DAY_MS, EARLIEST, placeOf, walkWindows } from './windows.js';

const USUAL_DAYS = 7;
const WIDEST_DAYS = 90;
/** A page of this length may be a full one where the exchange's own limit is not known. */
const SMALLEST_FULL_PAGE = 50;
const LONGEST_PAGE = 1_000;
/** Exchanges differ in whether the ends belong to a window, and some count in seconds. */
const MARGIN_MS = 1_000;

/** What ccxt knows of an exchange's list of trades. */
interface Limits {
  /** Entries of one page. */
  readonly limit?: number | undefined;
  /** How far back the exchange tells. */
  readonly daysBack?: number | undefined;
  /** The widest window, in days. */
  readonly untilDays?: number | undefined;
}

/** Trades of a market of any exchange, by windows of time. */
export async function tradesByTime(
  { signed, market, ask, signal }: TradesContext,
  begin: Begin,
): Promise<TradesFound> {
  const { client } = await signed.session.current(signal);
  const limits = limitsOf(client, market);
  const limit = limits.limit === undefined ? undefined : Math.min(limits.limit, LONGEST_PAGE);
  const now = await signed.exchangeNow(signal);
  const earliest = limits.daysBack === undefined ? EARLIEST : now - limits.daysBack * DAY_MS + MARGIN_MS * 60;
  let answer: SignedAnswer | undefined;
  const { rows, next } = await walkWindows({
    exchange: signed.exchange,
    begin: placeOf(begin, { earliest, width: daysOf(limits.untilDays, USUAL_DAYS) }),
    now,
    widest: daysOf(limits.untilDays, WIDEST_DAYS),
    enough: signed.halfTime(),
    async ask({ from, until, last }) {
      const params = last ? {} : { until: until + MARGIN_MS };
      const wish = { since: from - MARGIN_MS, limit, params };
      const told = await ask(wish, () => undefined);
      answer = told.answer;
      const rows = told.found.filter(({ time }) => time >= from && (last || time <= until));
      return { rows, full: told.listed >= (limit ?? SMALLEST_FULL_PAGE) };
    },
  });
  if (answer === undefined) throw new RangeError('no window was asked for');
  return { found: rows, next, answer };
}

function limitsOf(client: Exchange, { type, subType }: MarketInterface): Limits {
  return (client.featureValueByType(String(type), subType, 'fetchMyTrades') ?? {}) as Limits;
}

/** In milliseconds, with room for the margins. */
function daysOf(told: number | undefined, most: number): number {
  return Math.min(told ?? USUAL_DAYS, most) * DAY_MS - 60 * MARGIN_MS;
}
