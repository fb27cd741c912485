import { type Decimal, rounded, ZERO } from '../decimal.js';
import { isDust } from './dust.js';
import type { BookRules, Fill, LineName } from './fill.js';
import { emptyLine, type Line, shareOf } from './line.js';

/** A round trip that has ended. Prices are averages. */
export interface ClosedTrade {
  readonly line: LineName;
  readonly side: 'long' | 'short';
  readonly size: Decimal;
  readonly entryPrice: Decimal;
  readonly exitPrice: Decimal;
  readonly openedAt: number;
  readonly closedAt: number;
  /** Id of the fill that closed it. */
  readonly closedBy: string;
  /** Net, in the account's currency; null while a fee or the quote currency has no price. */
  readonly pnl: Decimal | null;
  /** In the quote currency. */
  readonly fees: Decimal | null;
  readonly funding: Decimal;
}

/** What one fill did. `pnl` is what it realised, net, in the account's currency: undefined where it closed nothing whose cost is known. */
interface Folded {
  readonly pnl?: Decimal | null;
  readonly trade?: ClosedTrade;
}

export type Lines = Partial<Record<LineName, Line>>;

export interface Fold {
  /** Takes the next fill, in the order of {@link compareFills}. */
  apply(fill: Fill): Folded;
  readonly lines: Lines;
}

const NOTHING: Folded = {};

/**
 * Folds the fills of one book into positions, realised pnl and trades.
 *
 * Average cost: an exit realises `direction × (price − average entry) × amount × contract size`, less the fees of the exit and the share of
 * the entry's fees, plus funding in the same way; it does not move the average. What is sold on the spot market beyond the known
 * position was held before: its cost is unknown and it realises nothing.
 */
export function createFold(rules: BookRules, lines: Lines = {}): Fold {
  const canFlip = (name: LineName): boolean => name === 'net' && rules.market === 'swap';

  const apply = (fill: Fill): Folded => {
    const direction = fill.side === 'buy' ? 1 : -1;
    const line = lineFor(lines, fill, direction, canFlip(fill.line));
    if (line === undefined) return NOTHING;
    if (line.direction === direction) {
      open(line, fill, moved(fill, rules), fill.feeQuote, fill.funding);
      return NOTHING;
    }
    return close(line, fill);
  };

  const close = (line: Line, fill: Fill): Folded => {
    const amount = moved(fill, rules);
    if (line.size.isZero()) return NOTHING;
    const beyond = amount.gt(line.size);
    const closing = beyond ? line.size : amount;
    const exitFee = fill.feeQuote === null ? null : shareOf(fill.feeQuote, closing, amount);
    const pnl = realise(line, fill, closing, exitFee);
    const trade = endOf(line, fill, rules);
    if (beyond && canFlip(fill.line)) {
      const rest = amount.minus(closing);
      const fee = fill.feeQuote === null || exitFee === null ? null : fill.feeQuote.minus(exitFee);
      const flipped = emptyLine(line.direction === 1 ? -1 : 1, fill.contractSize);
      lines[fill.line] = flipped;
      open(flipped, fill, rest, fee, ZERO);
    }
    return trade === undefined ? { pnl } : { pnl, trade };
  };

  return { apply, lines };
}

/** What a fill moves the position by: on the spot market, fees in the base currency are taken from it. */
function moved({ side, amount, feeBase }: Fill, { market }: BookRules): Decimal {
  if (market === 'swap' || feeBase.isZero()) return amount;
  return side === 'buy' ? amount.minus(feeBase) : amount.plus(feeBase);
}

function lineFor(lines: Lines, fill: Fill, direction: 1 | -1, canFlip: boolean): Line | undefined {
  const known = lines[fill.line];
  if (known !== undefined && (!known.size.isZero() || !canFlip || known.direction === direction))
    return known;
  const opens = canFlip ? direction : fill.line === 'short' ? -1 : 1;
  if (known === undefined && opens !== direction) return undefined;
  const line = emptyLine(opens, fill.contractSize);
  lines[fill.line] = line;
  return line;
}

function open(line: Line, fill: Fill, amount: Decimal, fee: Decimal | null, funding: Decimal): void {
  const value = worthOf(amount, fill);
  line.trade ??= {
    openedAt: fill.executedAt,
    ...{ opened: line.size, openedValue: line.cost, closed: ZERO, closedValue: ZERO },
    ...{ pnl: ZERO, fees: ZERO, funding: ZERO },
  };
  line.trade.opened = line.trade.opened.plus(amount);
  line.trade.openedValue = line.trade.openedValue.plus(value);
  line.size = line.size.plus(amount);
  line.cost = line.cost.plus(value);
  line.fees = line.fees === null || fee === null ? null : line.fees.plus(fee);
  line.funding = line.funding.plus(funding);
  line.contractSize = fill.contractSize;
  if (line.size.gt(line.largest)) line.largest = line.size;
}

/** Takes a part out of the position and returns what that realised. */
function realise(line: Line, fill: Fill, amount: Decimal, exitFee: Decimal | null): Decimal | null {
  const cost = shareOf(line.cost, amount, line.size);
  const entryFees = line.fees === null ? null : shareOf(line.fees, amount, line.size);
  const carried = shareOf(line.funding, amount, line.size);
  const value = worthOf(amount, fill);
  const gross = line.direction === 1 ? value.minus(cost) : cost.minus(value);
  const fees = entryFees === null || exitFee === null ? null : entryFees.plus(exitFee);
  const funding = carried.plus(fill.funding);
  const pnl =
    fees === null || fill.rate === null ? null : rounded(gross.minus(fees).plus(funding).times(fill.rate));
  line.size = line.size.minus(amount);
  line.cost = line.cost.minus(cost);
  line.fees = line.size.isZero() ? ZERO : (line.fees?.minus(entryFees as Decimal) ?? null);
  line.funding = line.funding.minus(carried);
  const { trade } = line;
  if (trade !== null) {
    trade.closed = trade.closed.plus(amount);
    trade.closedValue = trade.closedValue.plus(value);
    trade.pnl = trade.pnl === null || pnl === null ? null : trade.pnl.plus(pnl);
    trade.fees = trade.fees === null || fees === null ? null : trade.fees.plus(fees);
    trade.funding = trade.funding.plus(funding);
  }
  return pnl;
}

/** The trade, if it ends here: what is left is nothing or dust. */
function endOf(line: Line, fill: Fill, rules: BookRules): ClosedTrade | undefined {
  const { trade } = line;
  if (trade === null || !isDust(line, fill.price, rules)) return undefined;
  line.trade = null;
  line.largest = line.size;
  return {
    line: fill.line,
    side: line.direction === 1 ? 'long' : 'short',
    size: trade.opened,
    entryPrice: perUnit(trade.openedValue, trade.opened, line.contractSize),
    exitPrice: perUnit(trade.closedValue, trade.closed, line.contractSize),
    openedAt: trade.openedAt,
    closedAt: fill.executedAt,
    closedBy: fill.id,
    ...{ pnl: trade.pnl, fees: trade.fees, funding: trade.funding },
  };
}

function worthOf(amount: Decimal, { price, contractSize }: Fill): Decimal {
  const value = amount.times(price);
  return contractSize.eq(1) ? value : value.times(contractSize);
}

function perUnit(value: Decimal, amount: Decimal, contractSize: Decimal): Decimal {
  return value.div(contractSize.eq(1) ? amount : amount.times(contractSize));
}
