import type { Digest, Quest } from '@neuratrade/api-contracts';
import { formatTimestamp, type HealthTransition } from '@neuratrade/health-contracts';
import { CURRENCY } from '../currency.js';
import { Decimal, ZERO } from '../decimal.js';
import { money, result } from '../format/money.js';
import type { EarnedSince } from '../performance/service.js';
import type { Valued } from '../portfolio/service.js';
import type { ClosedTrades } from '../trades/service.js';

/** What a digest is made of; instants in milliseconds since 1970. */
export interface DigestFacts {
  readonly account: string;
  readonly from: number;
  readonly now: number;
  readonly valued: Valued;
  readonly earned: EarnedSince;
  readonly closed: ClosedTrades;
  /** All that are on. */
  readonly quests: readonly Quest[];
  readonly incidents: readonly HealthTransition[];
}

export function digestOf(facts: DigestFacts): Digest {
  const { account, from, now, valued, earned, closed, quests, incidents } = facts;
  const unpriced = [...new Set([...valued.unpriced, ...earned.unpriced])].sort();
  return {
    account,
    from: timestamp(from),
    to: timestamp(now),
    total_equity: money(valued.equity, CURRENCY),
    ...changeOf(valued, earned.startEquity),
    flows: earned.flows && result(earned.flows, CURRENCY),
    pnl: result(earned.pnl, CURRENCY),
    pnl_percent: earned.percent,
    closed_trades: closed.count,
    wins: closed.wins,
    losses: closed.losses,
    best_trade: toldTrade(closed.best),
    worst_trade: toldTrade(closed.worst),
    quests: quests.filter(({ progress, updated_at }) => progress > 0 && Date.parse(updated_at) >= from),
    incidents: incidents.map(toldIncident),
    updated_at: timestamp(now),
    ...(valued.stale ? { stale: true as const } : {}),
    ...(valued.asOf === null ? {} : { as_of: timestamp(valued.asOf) }),
    ...(unpriced.length === 0 ? {} : { unpriced }),
  };
}

/** Where both ends are wholly known. */
function changeOf(
  { equity, known, partial }: Valued,
  start: Decimal | null,
): Pick<Digest, 'equity_change' | 'equity_change_percent'> {
  if (start === null || !known || partial) return { equity_change: null, equity_change_percent: null };
  const change = equity.minus(start);
  return { equity_change: result(change, CURRENCY), equity_change_percent: percentOf(change, start) };
}

function percentOf(change: Decimal, start: Decimal): number | null {
  if (start.lte(0)) return null;
  const percent = change.times(100).div(start).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return percent.plus(ZERO).toNumber();
}

function toldTrade(trade: ClosedTrades['best']): Digest['best_trade'] {
  return trade && { ...trade, pnl: result(trade.pnl, CURRENCY) };
}

function toldIncident({ service, reason, at, ...end }: HealthTransition): Digest['incidents'][number] {
  const isUnseen = end.ended_at === null && !end.ongoing;
  return {
    ...{ service, reason, from: at, to: end.ended_at, duration_seconds: end.duration_seconds },
    ...(isUnseen ? { end_unseen: true as const } : {}),
  };
}

function timestamp(at: number): string {
  return formatTimestamp(new Date(at));
}
