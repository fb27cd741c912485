import { performance } from 'node:perf_hooks';
import { isDeepStrictEqual } from 'node:util';
import type {
  AccountKey,
  AccountsOfExchange,
  PrivateData,
  PrivateDataKind,
} from '../../private/private-data.js';
import type { Connection, ConnectOptions } from '../market/connect.js';
import { createBalances } from './balances.js';
import { createExchangeClock } from './exchange-clock.js';
import { askPositions } from './positions.js';
import { createSigned, type Signed } from './signed.js';
import { askSymbols } from './symbols.js';
import { askTrades } from './trades.js';
import { createTransfers } from './transfers.js';

interface Opened {
  readonly key: AccountKey;
  readonly data: PrivateData;
}

/** The accounts at one exchange, each with a ccxt instance of its own for as long as its key stays. */
export function openAccounts(connection: Connection, options: ConnectOptions): AccountsOfExchange {
  const now = () => performance.now();
  const clock = createExchangeClock({ caller: connection.caller, now });
  let opened: readonly Opened[] = [];
  let count = 0;
  return {
    dataOf(key, known) {
      opened = opened.filter((one) => known.some((other) => isDeepStrictEqual(one.key, other)));
      const found = opened.find((one) => isDeepStrictEqual(one.key, key));
      if (found !== undefined) return found.data;
      count += 1;
      const signed = createSigned(connection, key, { ...options, clock });
      const data = dataOf(signed, `${key.account} ${count}`, now);
      opened = [...opened, { key, data }];
      return data;
    },
  };
}

/** `id` tells one key of one account from every other. */
function dataOf(signed: Signed, id: string, now: () => number): PrivateData {
  const { gate, account } = signed;
  const askBalances = createBalances(signed, now);
  const askTransfers = createTransfers(signed, now);
  const pass = <T>(
    kind: PrivateDataKind,
    wish: readonly unknown[],
    work: (signal: AbortSignal) => Promise<T>,
    symbol?: string,
  ): Promise<T> =>
    gate.pass({ kind, lane: 'bulk', key: JSON.stringify([id, ...wish]), account, symbol }, work);
  return {
    trades: (symbol, begin, limit) =>
      pass(
        'trades',
        [symbol, begin, limit],
        (signal) => askTrades(signed, symbol, begin, limit, signal),
        symbol,
      ),
    balances: () => pass('balances', [], askBalances),
    transfers: (kind, begin) =>
      pass('transfers', [kind, begin], (signal) => askTransfers(kind, begin, signal)),
    positions: () => pass('positions', [], (signal) => askPositions(signed, signal)),
    symbols: () => pass('symbols', [], (signal) => askSymbols(signed, askBalances, signal)),
  };
}
