import type { MarketSymbol } from '../market/symbols.js';

export type Side = 'BUY' | 'SELL';
type OrderStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK';

/** An order: prices in ticks, quantities in lots, amounts in units of 10^-8. */
export interface Order {
  readonly id: number;
  readonly clientId: string;
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly type: 'LIMIT' | 'MARKET';
  readonly timeInForce: TimeInForce;
  /** The limit; 0 for a market order. */
  readonly ticks: number;
  /** How much is wanted; of a market order by value, what it came to. */
  lots: number;
  /** The value that a market order is to come to; 0 when it goes by quantity. */
  readonly quoteWanted: bigint;
  readonly time: number;
  updatedAt: number;
  status: OrderStatus;
  executedLots: number;
  executedQuote: bigint;
  /** What is still set aside for it. */
  locked: bigint;
  /** The price path is looked at from this second on. */
  lookFrom: number;
}

/** The orders of one account, by ascending id. */
export interface Orders {
  nextId(): number;
  add(order: Order): void;
  find(symbolId: string, by: { id?: number | undefined; clientId?: string | undefined }): Order | undefined;
  /** Orders that still rest, of one market or of all. */
  open(symbolId?: string): Order[];
  of(symbolId: string): readonly Order[];
  /** Notes that an order rests no longer. */
  close(order: Order): void;
}

/** Orders that begin empty. */
export function createOrders(): Orders {
  const bySymbol = new Map<string, Order[]>();
  const resting = new Set<Order>();
  let last = 0;
  const of = (symbolId: string): Order[] => bySymbol.get(symbolId) ?? [];
  return {
    nextId: () => last + 1,
    add(order) {
      last = Math.max(last, order.id);
      bySymbol.set(order.symbol.id, of(order.symbol.id));
      of(order.symbol.id).push(order);
      if (order.status === 'NEW' || order.status === 'PARTIALLY_FILLED') resting.add(order);
    },
    find: (symbolId, { id, clientId }) =>
      of(symbolId).findLast((order) => (id === undefined ? order.clientId === clientId : order.id === id)),
    open: (symbolId) =>
      [...resting].filter((order) => symbolId === undefined || order.symbol.id === symbolId),
    of,
    close: (order) => void resting.delete(order),
  };
}
