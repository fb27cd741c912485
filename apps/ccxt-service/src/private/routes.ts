import { type Query, requireKey } from '@neuratrade/service-kit';
import type { Router } from 'express';
import { exchangeOf, symbolOf } from '../market/query.js';
import { type ConfiguredAccounts, findAccount } from './find-account.js';
import type { PrivateData, PrivateDataKind } from './private-data.js';
import { accountOf, beginOf, kindOf, limitOf } from './query.js';

export interface PrivateRoutesOptions extends ConfiguredAccounts {
  readonly serviceKey: string | undefined;
}

/** Reads a query, and says what to ask about an account. */
type Wish = (query: Query) => (data: PrivateData) => Promise<object>;

const WISHES: Readonly<Record<PrivateDataKind, Wish>> = {
  trades: (query) => {
    const symbol = symbolOf(query);
    const begin = beginOf(query);
    const limit = limitOf(query);
    return (data) => data.trades(symbol, begin, limit);
  },
  balances: () => (data) => data.balances(),
  transfers: (query) => {
    const kind = kindOf(query);
    const begin = beginOf(query);
    return (data) => data.transfers(kind, begin);
  },
  positions: () => (data) => data.positions(),
  symbols: () => (data) => data.symbols(),
};

/** What each account holds at each exchange, for those who have the service key. */
export function privateRoutes(router: Router, options: PrivateRoutesOptions): void {
  const authorised = requireKey([options.serviceKey], 'It is the SERVICE_API_KEY of this service.');
  for (const [path, wishOf] of Object.entries(WISHES)) {
    router.get(`/api/v1/private/${path}`, authorised, async (request, response) => {
      const name = exchangeOf(request.query);
      const account = accountOf(request.query);
      const ask = wishOf(request.query);
      response.json({ account, ...(await ask(findAccount(options, name, account))) });
    });
  }
}
