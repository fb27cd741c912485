import { setting, types } from '@neuratrade/service-kit';

/** How often exchanges are asked for what accounts did there. */
export const syncSettings = {
  SYNC_INTERVAL_MS: setting(
    types.milliseconds({ min: 100, max: 3_600_000 }).default(15_000),
    'How often new fills are asked for of symbols that were traded in the last day; twenty times more seldom of others',
  ),
  SYNC_BALANCES_INTERVAL_MS: setting(
    types.milliseconds({ min: 100, max: 3_600_000 }).default(30_000),
    'How often balances and positions are asked for',
  ),
} as const;
