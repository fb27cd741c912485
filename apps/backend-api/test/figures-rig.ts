import { expect } from '@jest/globals';
import {
  type Performance,
  performanceSchema,
  type Quests,
  questsSchema,
  type RawPerformance,
} from '@neuratrade/api-contracts';
import type { Service } from '@neuratrade/test-kit';
import { call } from './accounts-backend.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Milliseconds as bodies tell a time. */
export const second = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

export interface PushedFill {
  readonly id: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly amount: string;
  readonly fee?: { readonly cost: string; readonly currency: string };
  readonly executed_at: string;
}

let ids = 0;

export const fill = (
  at: number,
  side: 'buy' | 'sell',
  price: number,
  rest: Partial<PushedFill> = {},
): PushedFill => {
  ids += 1;
  const executed_at = new Date(at).toISOString();
  return {
    id: `fill-${ids}`,
    symbol: 'BTC/USDT',
    side,
    price: String(price),
    amount: '1',
    executed_at,
    ...rest,
  };
};

/** One unit bought for 1,000 a minute before and sold with that result. */
export const trip = (at: number, pnl: number, rest: Partial<PushedFill> = {}): PushedFill[] => [
  fill(at - MINUTE_MS, 'buy', 1_000, rest),
  fill(at, 'sell', 1_000 + pnl, rest),
];

/** Pushes fills, all of which are new and right. */
export async function push(
  backend: Service,
  account: string,
  fills: readonly PushedFill[],
  exchange = 'mybot',
): Promise<void> {
  const { status, json } = await call(backend, 'POST', 'trades', { account, exchange, fills });
  expect([status, json]).toEqual([200, { stored: fills.length, duplicates: 0, rejected: [] }]);
}

export async function addAccount(backend: Service, name: string): Promise<void> {
  expect((await call(backend, 'POST', 'accounts', { name })).status).toBe(201);
}

export async function quests(backend: Service, account: string): Promise<Quests['quests']> {
  const { status, json } = await call(backend, 'GET', `quests?account=${account}`);
  expect([status, questsSchema.safeParse(json).error]).toEqual([200, undefined]);
  return (json as Quests).quests;
}

export async function performance(
  backend: Service,
  account: string,
  query = '',
): Promise<Performance & { readonly raw: RawPerformance }> {
  const { status, json } = await call(backend, 'GET', `performance?account=${account}&raw=true${query}`);
  expect([status, performanceSchema.safeParse(json).error]).toEqual([200, undefined]);
  return json as Performance & { raw: RawPerformance };
}
