import type { Reconciliation } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { AppError } from '@neuratrade/service-kit';
import type { Account } from '../../accounts/service.js';
import { CURRENCY } from '../../currency.js';
import type { Decimal } from '../../decimal.js';
import { plain } from '../../format/money.js';
import type { Portfolios } from '../../portfolio/service.js';
import type { Positions } from '../../positions/service.js';
import type { Summaries } from '../../summaries/service.js';
import type { Transfers } from '../../transfers/service.js';
import type { Equity } from '../service.js';
import { explain } from './residual.js';

export interface Reconciler {
  /**
   * Explains how equity changed from the first snapshot at or after `from`, one in which nothing was missing where there is one, to the
   * last at or before `to`, or to now. Milliseconds of the epoch.
   *
   * @throws {AppError} `not_found` while there are no two moments to compare, `unavailable` while the database is
   */
  reconcile(
    account: Account,
    asked: { readonly from: number | undefined; readonly to: number | undefined },
  ): Promise<Reconciliation>;
}

export interface ReconcilerOptions {
  readonly equity: Pick<Equity, 'at' | 'wholeFrom'>;
  readonly portfolios: Pick<Portfolios, 'of'>;
  readonly summaries: Pick<Summaries, 'since'>;
  readonly positions: Pick<Positions, 'totals'>;
  readonly transfers: Pick<Transfers, 'flows'>;
}

export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { equity, portfolios, positions, summaries, transfers } = options;

  /** What was realised after one instant and up to another. */
  const realizedIn = async (accountId: number, from: number, to: number): Promise<Decimal> => {
    const { realized } = await summaries.since(accountId, [from + 1, to + 1]);
    const [after, later] = realized as [Decimal, Decimal];
    return after.minus(later);
  };

  return {
    async reconcile(account, asked) {
      const from = await equity.wholeFrom(account.id, asked.from ?? 0);
      const now = Date.now();
      const valued = await portfolios.of(account);
      const to = asked.to === undefined ? { ...valued, at: now } : await equity.at(account.id, asked.to);
      if (from === null || to === null || to.at <= from.at) throw nothingToCompare(account);
      const [realized, flows, books] = await Promise.all([
        realizedIn(account.id, from.at, to.at),
        transfers.flows(account.id, from.at, to.at),
        positions.totals(account.id),
      ]);
      const unpriced = books.flatMap((book) => (book.unpriced > 0 ? [book.symbol] : []));
      const explained = explain(from, to, realized, flows);
      return {
        currency: CURRENCY,
        from: timestamp(from.at),
        to: timestamp(to.at),
        equity_from: plain(from.equity),
        equity_to: plain(to.equity),
        equity_change: plain(explained.change),
        realized_pnl: plain(realized),
        unrealized_change: plain(explained.unrealizedChange),
        open_fees_change: plain(explained.openFeesChange),
        flows: plain(explained.flows),
        residual: plain(explained.residual),
        unknown_cost: [...valued.unknownCost],
        unpriced: [...new Set([...valued.unpriced, ...explained.unpriced, ...unpriced])].sort(),
        executed_from: new Date(from.at).toISOString(),
      };
    },
  };
}

function nothingToCompare({ name }: Account): AppError {
  const text = `There are no two moments of ${name} to compare: the first snapshot is taken within a minute after balances or positions of it are known, the next every five minutes.`;
  return new AppError('not_found', text);
}

function timestamp(at: number): string {
  return formatTimestamp(new Date(at));
}
