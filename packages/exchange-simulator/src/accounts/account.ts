import { type Balances, createBalances } from './balances.js';
import { createHistories, type Histories } from './history.js';
import { createOrders, type Orders } from './orders.js';
import { createTransfers, type Transfers } from './transfers.js';

/** One customer of the exchange. */
export interface Account {
  readonly name: string;
  /** The exchange's own number of it. */
  readonly uid: number;
  readonly createdAt: number;
  readonly balances: Balances;
  readonly fills: Histories;
  readonly orders: Orders;
  readonly transfers: Transfers;
  /** Whether fees are taken in BNB, at their lower rate, while there is some. */
  paysFeesInBnb: boolean;
  /** When anything of it last changed, in milliseconds. */
  updatedAt: number;
  /** Brings it up to that instant (milliseconds), where it acts by itself. */
  advance?: (now: number) => void;
}

/** Opens an empty account. */
export function createAccount(name: string, uid: number, now: number): Account {
  return {
    name,
    uid,
    createdAt: now,
    balances: createBalances(),
    fills: createHistories(),
    orders: createOrders(),
    transfers: createTransfers(),
    paysFeesInBnb: false,
    updatedAt: now,
  };
}
