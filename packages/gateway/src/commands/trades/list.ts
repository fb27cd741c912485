import { type Trade, type Trades, tradesCsv, tradesSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../../health/observe.js';
import { renderTrades } from '../../render/trades.js';
import { askBackend } from '../ask-backend.js';
import type { Outcome } from '../outcome.js';

export type TradesWish = {
  account?: string;
  exchange?: string;
  symbol?: string;
  side?: string;
  result?: string;
  from?: string;
  to?: string;
};

const PAGE = 500;

/** Closed trades of a backend, newest first, as a table, CSV or JSON. */
export async function listTrades(
  backend: Backend,
  wish: TradesWish,
  { limit, csv, json }: { limit: number; csv: boolean; json: boolean },
): Promise<Outcome<string>> {
  const trades: Trade[] = [];
  let page: Trades | undefined;
  while (trades.length < limit && page?.next_cursor !== null) {
    const asked = { ...wish, limit: String(Math.min(PAGE, limit - trades.length)) };
    const cursor = page === undefined ? {} : { cursor: page.next_cursor };
    const path = `/api/v1/trades?${new URLSearchParams({ ...asked, ...cursor })}`;
    const answer = await askBackend(backend, { method: 'GET', path, schema: tradesSchema });
    if (!answer.ok) return answer;
    page = answer.value;
    trades.push(...page.trades);
  }
  const all: Trades = { currency: page?.currency ?? '', trades, next_cursor: page?.next_cursor ?? null };
  if (csv) return { ok: true, value: tradesCsv(trades).trimEnd() };
  return { ok: true, value: json ? JSON.stringify(all, null, 2) : renderTrades(all) };
}
