import ccxt, { type Exchange } from 'ccxt';
import { type ConfiguredExchange, SIMULATOR } from '../configured/exchange.js';
import type { Transport } from './transport.js';

type ExchangeConstructor = new (settings: object) => Exchange;

export interface ClientOptions {
  readonly timeoutMs: number;
  /** Where the exchange `simulator` is. */
  readonly simulatorUrl: string | undefined;
  /** What carries its requests. */
  readonly fetch: Transport['fetch'];
}

const constructors = ccxt as unknown as Readonly<Record<string, ExchangeConstructor>>;

/** Every exchange that ccxt knows, and the simulator. */
export const KNOWN_EXCHANGES: readonly string[] = [...ccxt.exchanges, SIMULATOR];

/** A ccxt instance of its own for one exchange, with its rate limit kept. */
export function createClient(
  configured: Pick<ConfiguredExchange, 'name' | 'credentials'>,
  options: ClientOptions,
): Exchange {
  const settings = {
    enableRateLimit: true,
    timeout: options.timeoutMs,
    fetchImplementation: options.fetch,
    ...configured.credentials,
  };
  if (configured.name === SIMULATOR) return createSimulatorClient(settings, options.simulatorUrl ?? '');
  return new (constructors[configured.name] as ExchangeConstructor)(settings);
}

/** binance's client with every address replaced, so that none is left that leads to the internet. */
function createSimulatorClient(settings: object, url: string): Exchange {
  return new ccxt.binance({
    ...settings,
    urls: { api: redirect(new ccxt.binance().urls.api, url) },
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchCurrencies: false,
      fetchMargins: false,
    },
  });
}

function redirect(addresses: unknown, url: string): unknown {
  if (typeof addresses === 'string') return url + new URL(addresses).pathname;
  return Object.fromEntries(
    Object.entries(addresses as object).map(([key, value]) => [key, redirect(value, url)]),
  );
}
