import type { SummarisedTrade } from '../../summary/summary.js';
import { compareFills } from '../order.js';

/** A trade that closed, and what tells it from others that closed at the same instant. */
export interface Close extends SummarisedTrade {
  readonly exchange: string;
  readonly symbol: string;
  readonly id: string;
}

/** By time; at one instant by exchange, symbol and the fill that closed it. */
export function compareCloses(a: Close, b: Close): number {
  return (
    a.closedAt - b.closedAt ||
    compareTexts(a.exchange, b.exchange) ||
    compareTexts(a.symbol, b.symbol) ||
    compareFills({ executedAt: 0, id: a.id }, { executedAt: 0, id: b.id })
  );
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
