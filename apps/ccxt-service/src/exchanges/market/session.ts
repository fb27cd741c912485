import type { Exchange } from 'ccxt';
import type { Caller } from './caller.js';
import type { Lane } from './lanes.js';
import { timedOut } from './market-error.js';
import { unexpected } from './unexpected.js';

const REFRESH_MS = 3_600_000;
const AT_MOST_EVERY_MS = 60_000;
/** The lists of the largest exchanges take several requests. */
const LOAD_MS = 60_000;

/** A ccxt instance that knows its markets. */
export interface Loaded {
  readonly client: Exchange;
  /** When the list of markets arrived. */
  readonly at: Date;
}

/** Keeps one ccxt instance whose list of markets is at most about an hour old. */
export interface Session {
  /** Waits for the first list only; a new one is fetched in the background. @throws {MarketError} */
  current(signal: AbortSignal): Promise<Loaded>;
  /** Fetches the list anew, at most once a minute; undefined when it was not time for that. @throws {MarketError} */
  renewed(signal: AbortSignal): Promise<Loaded | undefined>;
}

export interface SessionOptions {
  readonly exchange: string;
  readonly caller: Caller;
  readonly newClient: () => Exchange;
  readonly timeoutMs: number;
  readonly now: () => number;
}

/**
 * Each list is loaded by a ccxt instance of its own, which takes the place of the one before only with a list that can be used: no
 * failure is kept, and nobody waits for a refresh.
 */
export function createSession({ exchange, caller, newClient, timeoutMs, now }: SessionOptions): Session {
  let loaded: Loaded | undefined;
  let loadedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<Loaded> | undefined;

  async function fetchMarkets(lane: Lane): Promise<Loaded> {
    triedAt = now();
    const client = newClient();
    loaded = await caller.ask({
      lane,
      signal: AbortSignal.timeout(LOAD_MS),
      ask: () => client.loadMarkets(true),
      read(markets) {
        if (Object.keys(markets).length === 0) throw unexpected('no markets');
        return { client, at: new Date() };
      },
    });
    loadedAt = now();
    return loaded;
  }

  const load = (lane: Lane): Promise<Loaded> => {
    loading ??= fetchMarkets(lane).finally(() => {
      loading = undefined;
    });
    return loading;
  };

  const within = (promise: Promise<Loaded>, signal: AbortSignal): Promise<Loaded> =>
    new Promise((resolve, reject) => {
      const late = () => reject(timedOut(exchange, timeoutMs));
      if (signal.aborted) late();
      signal.addEventListener('abort', late, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', late));
    });

  return {
    async current(signal) {
      if (loaded === undefined) return within(load('quotes'), signal);
      if (now() - loadedAt > REFRESH_MS && now() - triedAt > AT_MOST_EVERY_MS) {
        load('bulk').catch(() => undefined);
      }
      return loaded;
    },
    async renewed(signal) {
      if (loading === undefined && now() - triedAt < AT_MOST_EVERY_MS) return undefined;
      return within(load('quotes'), signal);
    },
  };
}
