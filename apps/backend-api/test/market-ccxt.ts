import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ErrorCode, errorBody } from '@neuratrade/service-kit';
import type { Cleanup } from '@neuratrade/test-kit';
import { tickerOf } from './market-fixtures.js';
import { KEYS } from './market-stack.js';
import { fixture } from './stack.js';

/** How an exchange behaves; `refuses` answers every question by that error. */
export interface Behaviour {
  readonly lists?: readonly string[];
  /** What it lists and tells nothing of. */
  readonly mute?: readonly string[];
  /** It is configured, and refused as one that is not. */
  readonly inactive?: boolean;
  readonly bid?: string;
  readonly ask?: string;
  readonly hangs?: boolean;
  readonly refuses?: { readonly code: ErrorCode; readonly status: number; readonly retryAfter?: number };
  /** Tells tickers one by one only. */
  readonly single?: boolean;
}

/** Speaks ccxt-service's API over HTTP, for exchanges that behave as told. */
export interface ScriptedCcxt {
  readonly url: string;
  /** The exchanges from now on; each is active. */
  set(exchanges: Readonly<Record<string, Behaviour>>): void;
  /** The questions about market data so far, as `ticker binance BTC/USDT`. */
  asked(): string[];
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter?: number | undefined;
}

const USUAL = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'];

export async function scriptedCcxt(
  cleanup: Cleanup,
  first: Readonly<Record<string, Behaviour>>,
): Promise<ScriptedCcxt> {
  let exchanges = first;
  let revision = 1;
  const asked: string[] = [];

  const configured = (): Reply => {
    const list = Object.keys(exchanges).map((name) => ({
      ...{ name, account: 'main', enabled: true, has_auth: false, simulator: false },
    }));
    const body = { exchanges: list, count: list.length, managed_by: 'file', problem: null };
    return { status: 200, body: { ...body, revision: String(revision) } };
  };

  const market = (kind: string, query: URLSearchParams): Reply | undefined => {
    const exchange = query.get('exchange') ?? '';
    const symbols = (query.get('symbols') ?? query.get('symbol') ?? '').split(',');
    asked.push(`${kind} ${exchange} ${symbols}`);
    const behaviour = exchanges[exchange];
    if (behaviour === undefined || behaviour.inactive)
      return refusal(404, 'not_found', `${exchange} is not active.`);
    const { hangs, refuses, single, mute = [], lists = USUAL, bid = '99.50', ask = '100.50' } = behaviour;
    if (hangs) return undefined;
    if (refuses) {
      const { status, code, retryAfter } = refuses;
      return { ...refusal(status, code, `${exchange} does not answer now.`), retryAfter };
    }
    if (kind === 'tickers' && single) {
      return refusal(501, 'not_supported', `${exchange} tells single tickers only.`);
    }
    const unlisted = symbols.filter((symbol) => !lists.includes(symbol));
    const missing = [...unlisted, ...mute.filter((symbol) => symbols.includes(symbol))];
    const tickers = symbols
      .filter((symbol) => !missing.includes(symbol))
      .map((symbol) => tickerOf(exchange, symbol, { bid, ask }));
    const [ticker] = tickers;
    if (kind === 'tickers') {
      return { status: 200, body: { exchange, tickers, missing, unlisted, as_of: tickerOf('', '').as_of } };
    }
    if (ticker === undefined && unlisted.length === 0) {
      return refusal(502, 'exchange_failed', `${exchange} could not be asked.`);
    }
    return ticker === undefined
      ? refusal(404, 'not_found', `${exchange} has no market ${symbols}.`)
      : { status: 200, body: ticker };
  };

  const replyTo = ({ url = '/', headers }: IncomingMessage): Reply | undefined => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (pathname === '/health') return { status: 200, body: JSON.parse(fixture('ccxt-health')) };
    if (headers['x-api-key'] !== KEYS.service) {
      return refusal(401, 'unauthorized', 'The key is not valid.');
    }
    if (pathname === '/api/v1/exchanges') return configured();
    return market(pathname.replace('/api/v1/', ''), searchParams);
  };

  const server = createServer((request, response) => {
    const reply = replyTo(request);
    if (reply === undefined) return;
    if (reply.retryAfter !== undefined) response.setHeader('Retry-After', reply.retryAfter);
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return cleanup.use({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next: Readonly<Record<string, Behaviour>>) {
      if (Object.keys(next).join() !== Object.keys(exchanges).join()) revision++;
      exchanges = next;
    },
    asked: () => [...asked],
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function refusal(status: number, code: ErrorCode, message: string): Reply {
  return { status, body: errorBody(code, message) };
}
