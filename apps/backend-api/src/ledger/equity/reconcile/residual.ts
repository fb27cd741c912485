import { type Decimal, ZERO } from '../../decimal.js';
import type { Flow } from '../../transfers/service.js';
import type { Snapshot } from '../snapshot.js';

/** What explains a change in equity, and what nothing does; all in the account's currency. */
export interface Explained {
  readonly change: Decimal;
  readonly unrealizedChange: Decimal;
  readonly openFeesChange: Decimal;
  readonly flows: Decimal;
  readonly residual: Decimal;
  /** What came or went without a price. */
  readonly unpriced: readonly string[];
}

type Moment = Pick<Snapshot, 'equity' | 'unrealized' | 'openFees'>;

/**
 * residual = Δ equity − (realised + Δ unrealised − Δ fees of open positions + flows): what is realised is net of the fees on both sides,
 * and of those on entry, what is not realised yet has left the equity already.
 */
export function explain(from: Moment, to: Moment, realized: Decimal, flows: readonly Flow[]): Explained {
  const change = to.equity.minus(from.equity);
  const unrealizedChange = to.unrealized.minus(from.unrealized);
  const openFeesChange = to.openFees.minus(from.openFees);
  const flowed = flows.reduce((sum, { value }) => (value === null ? sum : sum.plus(value)), ZERO);
  const explained = realized.plus(unrealizedChange).minus(openFeesChange).plus(flowed);
  const unpriced = flows.flatMap(({ asset, value }) => (value === null ? [asset] : []));
  return {
    ...{ change, unrealizedChange, openFeesChange, flows: flowed },
    residual: change.minus(explained),
    unpriced: [...new Set(unpriced)].sort(),
  };
}
