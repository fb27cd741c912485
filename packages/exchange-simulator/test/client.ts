import { createHmac } from 'node:crypto';
import ccxt, { type binance } from 'ccxt';

/** A real ccxt client that knows no other address than the simulator's. */
export function connect(url: string, timeout = 2_000, settings = {}): binance {
  const api = Object.fromEntries(
    Object.entries(new ccxt.binance().urls.api as Record<string, string>).map(([key, address]) => [
      key,
      url + new URL(address).pathname,
    ]),
  );
  return new ccxt.binance({
    urls: { api },
    timeout,
    ...settings,
    enableRateLimit: false,
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchCurrencies: false,
      fetchMargins: false,
    },
  });
}

/** The same with a key, decimals as texts without zeros at the end, and the simulator's clock. */
export function connectWithKey(
  url: string,
  credentials: { apiKey: string; secret: string },
  clock: () => number = Date.now,
): binance {
  const number = (text: unknown) =>
    String(text)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '');
  return Object.assign(connect(url, 10_000, credentials), { number, nonce: clock });
}

/** Sends an order to the simulator's control; the body may be any text. */
export async function control(url: string, method: string, path: string, body?: unknown, headers = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${url}/_sim/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: text }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

export interface SignedCall {
  readonly method?: string;
  readonly path: string;
  readonly query?: Record<string, string | number>;
  readonly body?: Record<string, string | number>;
  readonly key?: string;
  readonly secret?: string;
  /** Sent instead of the right one. */
  readonly signature?: string;
}

export interface SignedAnswer {
  readonly status: number;
  readonly body: unknown;
  header(name: string): string | null;
}

/** Sends a request signed by hand: the signature of query and body goes last into whichever is there. */
export async function send(url: string, call: SignedCall): Promise<SignedAnswer> {
  const { method = 'GET', path, key, secret = '' } = call;
  const text = (part: Record<string, string | number> = {}) =>
    new URLSearchParams(
      Object.entries(part).map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
  const [query, form] = [text(call.query), text(call.body)];
  const signature =
    call.signature ??
    createHmac('sha256', secret)
      .update(query + form)
      .digest('hex');
  const sign = (part: string) => `${part}${part === '' ? '' : '&'}signature=${signature}`;
  const response = await fetch(`${url}${path}?${form === '' ? sign(query) : query}`, {
    method,
    ...(key === undefined ? {} : { headers: { 'X-MBX-APIKEY': key } }),
    ...(form === '' ? {} : { body: sign(form) }),
  });
  const { status, headers } = response;
  return { status, header: (name) => headers.get(name), body: await response.json() };
}
