import type { Begin } from '../../private/private-data.js';
import { unexpected } from '../market/unexpected.js';
import { readCursor, wrongCursor } from './cursor.js';
import type { Found } from './to-executions.js';
import type { TradesContext, TradesFound, TradesPage } from './trades-page.js';

const MOST = 1_000;
const DAY_MS = 86_400_000;

/**
 * Trades of a spot market with binance's protocol, whose ids ascend: behind the first page each one is asked for by the last id of the page
 * before and has to begin with it, so that nothing is skipped however many trades share a millisecond. The first page of what began more than a
 * day ago always goes on so: a list by time may end a day after its beginning.
 */
export async function tradesById(context: TradesContext, begin: Begin): Promise<TradesFound> {
  if (begin.cursor !== undefined) return goOn(context, begin.cursor);
  const { since } = begin;
  const { ask, limit, signed, signal } = context;
  if (since === undefined) {
    const params = { fromId: '0' };
    return whole(await ask({ since, limit, params }, () => undefined), limit);
  }
  const notBefore = (found: readonly Found[]) => {
    if (found.some(({ time }) => time < since)) throw unexpected('a trade from before the time asked for');
  };
  const page = await ask({ since, limit, params: {} }, notBefore);
  if ((await signed.exchangeNow(signal)) - since <= DAY_MS) return whole(page, limit);
  const last = page.found.at(-1);
  return last === undefined
    ? latestSince(context, since)
    : { ...whole(page, limit), next: { after: last.id } };
}

async function goOn({ ask, limit }: TradesContext, cursor: string): Promise<TradesFound> {
  const place = readCursor(cursor);
  if (!('after' in place)) throw wrongCursor(cursor);
  const { after } = place;
  const asked = Math.min(MOST, limit + 1);
  const page = await ask({ since: undefined, limit: asked, params: { fromId: after } }, ([first]) => {
    if (first?.id !== after) throw unexpected('a page that does not go on where the last one ended');
  });
  const { found, next, answer } = whole(page, asked);
  return { found: found.slice(1), next: found.length > 1 ? next : null, answer };
}

/** Where nothing is listed from a time more than a day ago on, that has to agree with the latest trades. */
async function latestSince({ ask }: TradesContext, since: number): Promise<TradesFound> {
  const fits = ([first]: readonly Found[], listed: number) => {
    if (listed === MOST && first !== undefined && first.time >= since) {
      throw unexpected('no trades, and more than a page of them');
    }
  };
  const { found, answer } = await ask({ since: undefined, limit: MOST, params: {} }, fits);
  return { found: found.filter(({ time }) => time >= since), next: null, answer };
}

function whole({ found, listed, answer }: TradesPage, asked: number): TradesFound {
  const last = found.at(-1);
  const next = last === undefined || listed < asked ? null : { after: last.id };
  return { found, next, answer };
}
