import type { ConfiguredExchanges, ExchangeChanged } from '@neuratrade/api-contracts';
import { type ConfiguredExchange, SIMULATOR } from '../configured/exchange.js';
import type { ConfiguredState } from './state.js';

/** One exchange in the words of the contract, without its keys. */
export function described({
  name,
  account,
  enabled,
  credentials,
}: ConfiguredExchange): ExchangeChanged['exchange'] {
  return { name, account, enabled, has_auth: credentials !== undefined, simulator: name === SIMULATOR };
}

/** All that is configured. */
export function describeAll(state: ConfiguredState, isWritable: boolean): ConfiguredExchanges {
  const { exchanges, managedBy } = state.configuration();
  return {
    exchanges: exchanges.map(described),
    count: exchanges.length,
    managed_by: managedBy === 'file' && !isWritable ? 'read_only' : managedBy,
    revision: state.revision(),
    problem: state.problem(),
  };
}
