import { Decimal } from '../decimal.js';
import type { Lines } from './fold.js';
import type { Line, OpenTrade } from './line.js';

type Written<T> = {
  [K in keyof T]: T[K] extends Decimal ? string : T[K] extends Decimal | null ? string | null : T[K];
};

type WrittenLine = Omit<Written<Line>, 'trade'> & { trade: Written<OpenTrade> | null };

/** The state of a fold as a text; equal states have equal texts. */
export function writeLines(lines: Lines): string {
  return JSON.stringify(lines, (_, value: unknown) => (value instanceof Decimal ? value.toFixed() : value));
}

/** What {@link writeLines} wrote, for a fold to go on with. */
export function readLines(text: string): Lines {
  const written = JSON.parse(text) as Partial<Record<keyof Lines, WrittenLine>>;
  return Object.fromEntries(Object.entries(written).map(([name, line]) => [name, readLine(line)]));
}

function readLine({ trade, ...line }: WrittenLine): Line {
  return {
    direction: line.direction,
    size: new Decimal(line.size),
    cost: new Decimal(line.cost),
    fees: maybe(line.fees),
    funding: new Decimal(line.funding),
    contractSize: new Decimal(line.contractSize),
    largest: new Decimal(line.largest),
    trade: trade && {
      openedAt: trade.openedAt,
      opened: new Decimal(trade.opened),
      openedValue: new Decimal(trade.openedValue),
      closed: new Decimal(trade.closed),
      closedValue: new Decimal(trade.closedValue),
      pnl: maybe(trade.pnl),
      fees: maybe(trade.fees),
      funding: new Decimal(trade.funding),
    },
  };
}

const maybe = (text: string | null): Decimal | null => (text === null ? null : new Decimal(text));
