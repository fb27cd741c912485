import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ErrorCode, errorBody } from '@neuratrade/service-kit';
import type { Cleanup } from '@neuratrade/test-kit';
import { KEYS } from './market-stack.js';

/** Of each market, its candles: the time and what it opened and closed at. */
interface ScriptedExchange {
  readonly markets?: Readonly<
    Record<string, readonly (readonly [time: string, open: string, close: string])[]>
  >;
  /** Answers everything but its list of markets by this error. */
  readonly refuses?: { readonly code: ErrorCode; readonly status: number };
  /** Answers nothing, its list of markets neither. */
  readonly down?: boolean;
}

/** Speaks what rates need of ccxt-service's API, over HTTP, for exchanges that hold what a test says. */
export interface ScriptedRates {
  readonly url: string;
  set(exchanges: Readonly<Record<string, ScriptedExchange>>): void;
  /** The questions so far, as `ohlcv binance BTC/USDT`. */
  asked(): string[];
  close(): Promise<void>;
}

export async function scriptedRates(cleanup: Cleanup): Promise<ScriptedRates> {
  let exchanges: Readonly<Record<string, ScriptedExchange>> = {};
  const asked: string[] = [];
  const as_of = '2026-03-04T00:00:00Z';

  const reply = ({ url = '/', headers }: IncomingMessage): [status: number, body: unknown] => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (headers['x-api-key'] !== KEYS.service)
      return [401, errorBody('unauthorized', 'The key is not valid.')];
    const kind = pathname.replace('/api/v1/', '');
    const exchange = searchParams.get('exchange') ?? '';
    const symbol = searchParams.get('symbol') ?? '';
    asked.push([kind, exchange, symbol].join(' ').trim());
    const { markets = {}, refuses, down } = exchanges[exchange] ?? { down: true };
    if (down) return [503, errorBody('exchange_busy', `${exchange} is busy.`)];
    if (kind === 'markets') return [200, { exchange, markets: Object.keys(markets).map(marketOf), as_of }];
    if (refuses !== undefined) return [refuses.status, errorBody(refuses.code, `${exchange} refuses.`)];
    const since = Date.parse(searchParams.get('since') ?? '');
    const candles = (markets[symbol] ?? [])
      .filter(([time]) => Date.parse(time) >= since)
      .slice(0, Number(searchParams.get('limit')))
      .map(([time, open, close]) => ({ time, open, high: '1000000', low: '0.0001', close, volume: '1' }));
    return [200, { exchange, symbol, timeframe: searchParams.get('timeframe'), candles, as_of }];
  };

  const server = createServer((request, response) => {
    const [status, body] = reply(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return cleanup.use({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next: Readonly<Record<string, ScriptedExchange>>) {
      exchanges = next;
    },
    asked: () => asked.splice(0),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function marketOf(symbol: string): object {
  const [base = '', rest = ''] = symbol.split('/');
  const [quote, settle = null] = rest.split(':');
  return {
    ...{ symbol, base, quote, settle, type: settle === null ? 'spot' : 'swap', active: true },
    ...{ contract_size: null, price_step: null, amount_step: null, amount_min: null, cost_min: null },
  };
}
