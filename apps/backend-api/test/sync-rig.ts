import { expect } from '@jest/globals';
import type { SyncJob, SyncStatus } from '@neuratrade/api-contracts';
import { type Answer, type Cleanup, eventually, readLog, request, type Service } from '@neuratrade/test-kit';
import pg from 'pg';
import { contentsOf } from './ledger-contents.js';
import {
  type Env,
  type Exchange,
  KEYS,
  type Logged,
  type Servers,
  startBackend,
  startCcxt,
  startExchange,
  startServers,
} from './market-stack.js';

export const KEY = { key: 'key-of-the-sync-tests', secret: 'secret-of-the-sync-tests' };

/** Settings that shorten every wait of the sync. */
const FAST = {
  SYNC_INTERVAL_MS: '500',
  SYNC_BALANCES_INTERVAL_MS: '300',
  WATCHLIST: 'none',
  LOG_LEVEL: 'info',
};

/** Everything from an exchange with one account to a database that is empty yet. */
export interface SyncRig {
  readonly servers: Servers;
  readonly exchange: Exchange;
  /** ccxt-service as it runs now. */
  ccxt(): Logged;
  /** Starts it again, at the same place. */
  restartCcxt(): Promise<void>;
  readonly database: string;
  /** Asks that database, or another. */
  sql(text: string, url?: string): Promise<pg.QueryResult>;
  /** One more backend over that database, or another. */
  backend(env?: Env, readyPath?: string): Promise<Logged>;
}

export async function syncRig(cleanup: Cleanup, ccxtEnv: Env = {}): Promise<SyncRig> {
  const [servers, exchange] = await Promise.all([startServers(cleanup), startExchange(cleanup)]);
  await exchange.control('POST', 'accounts', { ...KEY, account: 'bot', permissions: ['read'] });
  const env = {
    SIMULATOR_URL: exchange.url,
    SIMULATOR_API_KEY: KEY.key,
    SIMULATOR_API_SECRET: KEY.secret,
    EXCHANGE_PROBE_INTERVAL_MS: '60000',
    EXCHANGE_REQUEST_TIMEOUT_MS: '7000',
    ...ccxtEnv,
  };
  let ccxt = await startCcxt(cleanup, env);
  const { url, port } = ccxt;
  const database = await servers.postgres.createDatabase();
  return {
    ...{ servers, exchange, database },
    ccxt: () => ccxt,
    async restartCcxt() {
      ccxt = await startCcxt(cleanup, { ...env, CCXT_PORT: String(port) });
    },
    sql: (text, url = database) => withPool(url, (pool) => pool.query(text)),
    backend: (env = {}, readyPath = '/ready') =>
      startBackend(cleanup, servers, { DATABASE_URL: database, CCXT_URL: url, ...FAST, ...env }, readyPath),
  };
}

export interface PutFill {
  readonly id: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly amount: string;
  readonly executed_at: string;
}

/** `count` fills of a symbol, alternately bought and sold, `stepMs` apart, the last one at `until`. */
export function putFills(
  symbol: string,
  count: number,
  {
    until,
    stepMs,
    firstId = 1,
    price = '20',
  }: { until: number; stepMs: number; firstId?: number; price?: string },
): PutFill[] {
  return Array.from({ length: count }, (_, index) => ({
    id: firstId + index,
    symbol,
    side: index % 2 === 0 ? 'buy' : 'sell',
    price: (Number(price) + (index % 7)).toFixed(2),
    amount: '1',
    executed_at: new Date(until - (count - 1 - index) * stepMs).toISOString(),
  }));
}

/** Puts fills into the history of the exchange's account. */
export async function trade(exchange: Exchange, fills: readonly PutFill[]): Promise<void> {
  const put = { account: 'bot', adjust_balances: false, fills };
  await exchange.control('POST', 'fills', put);
}

export async function syncOf(backend: Service, query = ''): Promise<SyncStatus> {
  const answer = await backend.get(`/api/v1/sync${query}`, { 'x-api-key': KEYS.admin });
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${answer.text}`);
  return answer.json as SyncStatus;
}

export function operate(backend: Service, method: string, path: string, body?: unknown): Promise<Answer> {
  return request(`${backend.url}${path}`, {
    method,
    headers: { 'x-api-key': KEYS.admin, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Everything that the ledger of a database holds, with nothing in it of how it came there. */
export function ledgerOf(url: string): Promise<Record<string, unknown[]>> {
  return withPool(url, contentsOf);
}

async function withPool<T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** How many fills a backend says that it stored. */
export async function executedBy({ log }: Logged): Promise<number> {
  const lines = (await readLog(log)).filter(({ msg }) => msg === 'Trade executed');
  return lines.reduce((sum, { fills = 1 }) => sum + Number(fills), 0);
}

/** The job of a symbol, or of a kind. */
export function jobOf({ jobs }: SyncStatus, name: string): SyncJob {
  const job = jobs.find(({ kind, symbol }) => (symbol ?? kind) === name);
  if (job === undefined) throw new Error(`no job ${name}`);
  return job;
}

/** Waits until every job says that it is up to date, or that there is nothing to read, and so many fills of the symbols are there. Of transfers an exchange lets itself be asked seldom. */
export function untilRead(
  backend: Service,
  fills: Readonly<Record<string, number>>,
  timeoutMs = 60_000,
): Promise<SyncStatus> {
  return eventually(
    async () => {
      const status = await syncOf(backend);
      const counts = Object.keys(fills).map((symbol) => [symbol, jobOf(status, symbol).fills]);
      expect(Object.fromEntries(counts)).toEqual(fills);
      const states = status.jobs.filter(({ kind }) => kind !== 'transfers').map(({ state }) => state);
      expect(states.filter((state) => state !== 'up to date' && state !== 'not offered')).toEqual([]);
      return status;
    },
    { timeoutMs, everyMs: 100 },
  );
}
