import { createAccounts } from '../accounts/registry.js';
import type { Market } from '../market/market.js';
import { createTradingDesk } from '../trading/desk.js';
import type { ExchangeParts } from './endpoint.js';
import { createGate } from './gate.js';
import { createLimits } from './limits.js';
import { createOrderCounts } from './order-counts.js';

/** What an exchange on that market keeps, before anyone has an account. */
export function createParts(market: Market): ExchangeParts {
  const limits = createLimits();
  return {
    market,
    accounts: createAccounts(),
    desk: createTradingDesk(market),
    limits,
    gate: createGate(limits),
    orderCounts: createOrderCounts(limits),
  };
}
