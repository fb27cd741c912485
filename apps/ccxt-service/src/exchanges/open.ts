import type { ExchangeData } from '../manage/engine.js';
import { type ConnectOptions, connect } from './market/connect.js';
import { openMarketData } from './market/open.js';
import { openAccounts } from './private/open.js';

/** Makes the public data of one exchange askable, and that of the accounts there whose keys are shown. */
export function openExchangeData({ name }: { readonly name: string }, options: ConnectOptions): ExchangeData {
  const connection = connect(name, options);
  return { market: openMarketData(connection), accounts: openAccounts(connection, options) };
}
