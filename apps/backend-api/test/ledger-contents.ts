import type pg from 'pg';
import { Decimal } from '../src/ledger/decimal.js';
import { type Close, compareCloses } from '../src/ledger/fills/summaries/close.js';
import { type Span, startOf } from '../src/ledger/fills/summaries/spans.js';
import { closesOf, type Executions } from '../src/ledger/summary/summary.js';
import { writeSummary } from '../src/ledger/summary/text.js';

const BOOK = `exchange || ' ' || symbol AS book`;

/** Everything that a ledger holds, in an order of its own and with nothing in it of when and in which order it came. */
export async function contentsOf(pool: pg.Pool): Promise<Record<string, unknown[]>> {
  const read = async (text: string): Promise<unknown[]> => (await pool.query(text)).rows;
  return {
    books: await read(
      `SELECT ${BOOK}, market, amount_step, cost_min, fills, last_executed_at, last_fill_id, state, totals, is_open,
         refold_at FROM books ORDER BY exchange, symbol`,
    ),
    fills: await read(
      `SELECT ${BOOK}, fill_id, executed_at, side, line, price, amount, contract_size, f.fees, funding, fee_quote, fee_base, rate, pnl
       FROM fills f JOIN books ON books.id = book_id ORDER BY exchange, symbol, executed_at, length(fill_id), fill_id`,
    ),
    trades: await read(
      `SELECT ${BOOK}, closed_by, line, side, size, entry_price, exit_price, opened_at, closed_at, pnl, fees, funding
       FROM trades JOIN books ON books.id = book_id ORDER BY exchange, symbol, closed_at, length(closed_by), closed_by`,
    ),
    summaries: await read('SELECT span, starts_at, summary FROM summaries ORDER BY span, starts_at'),
  };
}

interface Moment {
  readonly at: Date;
  readonly fills: number;
  readonly volume: string | null;
  readonly fees: string | null;
  readonly funding: string | null;
  readonly realized: string | null;
}

/** The summaries as they are when each is counted at once out of all fills and trades of its time. */
export async function countedSummaries(pool: pg.Pool): Promise<unknown[]> {
  const fills: Moment[] = (
    await pool.query(
      `SELECT executed_at AS at, CASE WHEN fee_quote IS NOT NULL THEN amount * price * contract_size * rate END AS volume,
         fee_quote * rate AS fees, CASE WHEN fee_quote IS NOT NULL THEN coalesce(funding, 0) * rate END AS funding, pnl AS realized
       FROM fills`,
    )
  ).rows;
  const trades: Close[] = (
    await pool.query(
      `SELECT exchange, symbol, closed_by AS id, opened_at AS opened, closed_at AS closed, pnl
       FROM trades JOIN books ON books.id = book_id`,
    )
  ).rows.map(({ opened, closed, pnl, ...rest }) => ({
    ...rest,
    ...{
      openedAt: opened.getTime(),
      closedAt: closed.getTime(),
      pnl: pnl === null ? null : new Decimal(pnl),
    },
  }));
  trades.sort(compareCloses);
  const spans: readonly Span[] = ['all', 'day', 'hour', 'month'];
  return spans.flatMap((span) => {
    const starts = new Set(
      [...fills.map(({ at }) => at.getTime()), ...trades.map(({ closedAt }) => closedAt)].map((at) =>
        startOf(span, at),
      ),
    );
    return [...starts]
      .sort((a, b) => a - b)
      .map((start) => ({
        span,
        starts_at: new Date(start),
        summary: writeSummary({
          executions: executionsOf(fills.filter(({ at }) => startOf(span, at.getTime()) === start)),
          closes: closesOf(trades.filter(({ closedAt }) => startOf(span, closedAt) === start)),
        }),
      }));
  });
}

function executionsOf(fills: readonly Moment[]): Executions {
  const sum = (key: 'volume' | 'fees' | 'funding' | 'realized'): Decimal =>
    fills.reduce((total, fill) => total.plus(fill[key] ?? 0), new Decimal(0));
  const priced = fills.filter(({ volume }) => volume !== null);
  const times = fills.map(({ at }) => at.getTime());
  const totals = { volume: sum('volume'), fees: sum('fees'), funding: sum('funding') };
  return {
    fills: fills.length,
    ...totals,
    realized: sum('realized'),
    unpriced: fills.length - priced.length,
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
  };
}
