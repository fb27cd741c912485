import ccxt, { type binance } from 'ccxt';

/** A real ccxt client that knows no other address than the simulator's. */
export function connect(url: string, timeout = 2_000): binance {
  const api = Object.fromEntries(
    Object.entries(new ccxt.binance().urls.api as Record<string, string>).map(([key, address]) => [
      key,
      url + new URL(address).pathname,
    ]),
  );
  return new ccxt.binance({
    urls: { api },
    timeout,
    enableRateLimit: false,
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchCurrencies: false,
      fetchMargins: false,
    },
  });
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
