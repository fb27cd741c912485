import type { Transfers } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { Begin } from '../../private/private-data.js';
import { LIKE_BINANCE } from '../market/costs.js';
import { busy, QUOTA_USED_UP } from '../market/market-error.js';
import { holdsList } from '../market/to-candles.js';
import { unexpected } from '../market/unexpected.js';
import { writeCursor } from './cursor.js';
import { createQuota } from './quota.js';
import type { Signed } from './signed.js';
import { type FoundTransfer, toTransfers } from './to-transfers.js';
import { DAY_MS, EARLIEST, placeOf, walkWindows } from './windows.js';

type Kind = Transfers['kind'];

/** Asks for what came to an account from elsewhere, or went there. */
export type AskTransfers = (
  kind: Kind,
  begin: Begin,
  signal: AbortSignal,
) => Promise<Omit<Transfers, 'account'>>;

/** How an exchange lists transfers: the widest window, and entries of one page. Source: the documentation of its API. */
interface Limits {
  readonly earliest: number;
  readonly days: number;
  readonly page: number | undefined;
}

const OF_BINANCE: Limits = { earliest: Date.parse('2017-07-01T00:00:00Z'), days: 89, page: 1_000 };
/** What the strictest exchanges allow, and a page that may be a full one at the others. */
const USUAL: Limits = { earliest: EARLIEST, days: 7, page: undefined };
const SMALLEST_FULL_PAGE = 20;
/** binance lets one account ask for its withdrawals ten times a minute, and it may be asked by others too: 18,000 of a weight of 180,000. */
const WITHDRAWALS = { most: 8, withinMs: 60_000 };
const METHODS = { deposit: 'fetchDeposits', withdrawal: 'fetchWithdrawals' } as const;

export function createTransfers(signed: Signed, now: () => number): AskTransfers {
  const { exchange, has } = signed;
  const likeBinance = LIKE_BINANCE.has(exchange);
  const limits = likeBinance ? OF_BINANCE : USUAL;
  const withdrawals = createQuota({ ...WITHDRAWALS, now });

  const takeQuota = (): void => {
    const waitMs = withdrawals.take();
    if (waitMs > 0) throw busy(QUOTA_USED_UP, `${exchange} tells withdrawals few times a minute`, waitMs);
  };

  return async (kind, begin, signal) => {
    const place = { exchange, kind };
    if (!has[METHODS[kind]]) {
      return { ...place, as_of: formatTimestamp(new Date()), supported: false, transfers: [], next: null };
    }
    const scarce = likeBinance && kind === 'withdrawal';
    let at = new Date();
    const { rows, next } = await walkWindows<FoundTransfer>({
      exchange,
      begin: placeOf(begin, { earliest: limits.earliest, width: limits.days * DAY_MS }),
      now: await signed.exchangeNow(signal),
      widest: limits.days * DAY_MS,
      enough: scarce ? () => true : signed.halfTime(),
      async ask({ from, until, last }) {
        if (scarce) takeQuota();
        return signed.askSigned({
          kind: 'transfers',
          signal,
          ask: (client) => client[METHODS[kind]](undefined, from, limits.page, last ? {} : { until }),
          read(told, answer) {
            at = answer.at;
            if (told.length === 0 && !holdsList(answer.body)) throw unexpected('no list of transfers');
            const rows = toTransfers(told).filter(({ time }) => time >= from && (last || time <= until));
            return { rows, full: told.length >= (limits.page ?? SMALLEST_FULL_PAGE) };
          },
        });
      },
    });
    return {
      ...place,
      as_of: formatTimestamp(at),
      supported: true,
      transfers: rows.map(({ transfer }) => transfer),
      next: next === null ? null : writeCursor(next),
    };
  };
}
