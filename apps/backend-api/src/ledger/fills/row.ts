import { Decimal, ONE, ZERO } from '../decimal.js';
import type { Fill, LineName, Side } from './fill.js';
import type { NewFill } from './new-fill.js';

/** A fill as the table holds it, numbers without superfluous zeros, so that equal ones are equal texts. */
export interface FillRow {
  readonly bookId: number;
  readonly id: string;
  readonly executedAt: number;
  readonly side: 'b' | 's';
  readonly line: 'n' | 'l' | 's';
  readonly price: string;
  readonly amount: string;
  readonly contractSize: string;
  /** JSON, as given; null is none. */
  readonly fees: string | null;
  readonly funding: string | null;
  readonly feeQuote: string | null;
  readonly feeBase: string | null;
  readonly rate: string | null;
  /** Null where it realised nothing that is known. */
  readonly pnl: string | null;
}

export const LINE_NAMES: Readonly<Record<FillRow['line'], LineName>> = { n: 'net', l: 'long', s: 'short' };
export const SIDES: Readonly<Record<FillRow['side'], Side>> = { b: 'buy', s: 'sell' };

export const letterOf = <T extends string>(name: T): T extends `${infer L}${string}` ? L : never =>
  name[0] as T extends `${infer L}${string}` ? L : never;

export function rowOf(bookId: number, fill: Fill, { fees, funding }: NewFill, pnl: Decimal | null): FillRow {
  return {
    bookId,
    id: fill.id,
    executedAt: fill.executedAt,
    side: letterOf(fill.side),
    line: letterOf(fill.line),
    price: fill.price.toFixed(),
    amount: fill.amount.toFixed(),
    contractSize: fill.contractSize.toFixed(),
    fees: fees.length === 0 ? null : JSON.stringify(fees.map(({ cost, currency }) => ({ cost, currency }))),
    funding: funding === null ? null : fill.funding.toFixed(),
    feeQuote: fill.feeQuote?.toFixed() ?? null,
    feeBase: fill.feeBase.isZero() ? null : fill.feeBase.toFixed(),
    rate: fill.rate?.toFixed() ?? null,
    pnl: pnl?.toFixed() ?? null,
  };
}

export function fillOf(row: Omit<FillRow, 'bookId' | 'fees' | 'pnl'>): Fill {
  return {
    id: row.id,
    executedAt: row.executedAt,
    side: SIDES[row.side],
    line: LINE_NAMES[row.line],
    price: new Decimal(row.price),
    amount: new Decimal(row.amount),
    contractSize: numberOf(row.contractSize),
    feeQuote: row.feeQuote === null ? null : new Decimal(row.feeQuote),
    feeBase: row.feeBase === null ? ZERO : new Decimal(row.feeBase),
    funding: row.funding === null ? ZERO : new Decimal(row.funding),
    rate: row.rate === null ? null : numberOf(row.rate),
  };
}

const numberOf = (text: string): Decimal => (text === '1' ? ONE : new Decimal(text));
