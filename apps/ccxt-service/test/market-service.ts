import { expect } from '@jest/globals';
import { startSimulator } from '@neuratrade/exchange-simulator';
import { type Answer, type Cleanup, eventually, request, type Service } from '@neuratrade/test-kit';
import { KEY, newHome, runCcxt } from './service.js';

/** What the exchange is asked for each of our endpoints. */
export const ENDPOINTS = {
  ticker: '/api/v3/ticker/24hr',
  tickers: '/api/v3/ticker/24hr',
  orderbook: '/api/v3/depth',
  ohlcv: '/api/v3/klines',
} as const;
export type Endpoint = keyof typeof ENDPOINTS;

/** What a service answers under `/api/v1/`, asked with the service key. */
export function ask(service: Service, path: string): Promise<Answer> {
  return service.get(`/api/v1/${path}`, { 'x-api-key': KEY });
}

/** The code of an error body. */
export function codeOf({ json }: Answer): unknown {
  return (json as { error?: { code?: unknown } } | undefined)?.error?.code;
}

/** How often each path of a simulator was asked for. */
export async function requestsOf(url: string): Promise<Readonly<Record<string, number>>> {
  return (await request(`${url}/_sim/requests`)).json as Record<string, number>;
}

export type Stand = Awaited<ReturnType<typeof startStand>>;

/** A simulator, and a ccxt-service on it that asks it nothing by itself and waits so long for its answers. */
export async function startStand(cleanup: Cleanup, timeoutMs: number) {
  const simulator = cleanup.use(await startSimulator());
  const ccxt = cleanup.use(
    await runCcxt(await newHome(cleanup), {
      SIMULATOR_URL: simulator.url,
      EXCHANGE_PROBE_INTERVAL_MS: '600000',
      EXCHANGE_REQUEST_TIMEOUT_MS: String(timeoutMs),
    }),
  );
  const question = (endpoint: Endpoint): Promise<Answer> => {
    const symbols = endpoint === 'tickers' ? 'symbols' : 'symbol';
    return ask(ccxt, `${endpoint}?exchange=simulator&${symbols}=BTC/USDT`);
  };
  const answersWell = async (endpoint: Endpoint): Promise<void> => {
    await eventually(async () => expect((await question(endpoint)).status).toBe(200), { timeoutMs: 10_000 });
  };
  await answersWell('ticker');
  return {
    simulator,
    ccxt,
    question,
    answersWell,
    /** How often the exchange was asked for a path. */
    requestsTo: async (path: string) => (await requestsOf(simulator.url))[path] ?? 0,
  };
}
