import { type Cleanup, freePort, type Service } from '@neuratrade/test-kit';
import { type Env, KEYS, type Logged, type Servers, startBackend, startServers } from './market-stack.js';

export const OPERATOR = { 'x-api-key': KEYS.admin };

/** A backend that no exchange is behind, ready to take fills. */
export async function startLedger(
  cleanup: Cleanup,
  env: Env = {},
): Promise<{ servers: Servers; backend: Logged; env: Env }> {
  const servers = await startServers(cleanup);
  const whole = {
    CCXT_URL: `http://127.0.0.1:${await freePort()}`,
    DATABASE_URL: await servers.postgres.createDatabase(),
    ...env,
  };
  return { servers, backend: await startBackend(cleanup, servers, whole, '/ready'), env: whole };
}

export interface Told {
  readonly status: number;
  readonly body: unknown;
}

type Push = {
  readonly query?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Pushes a body as it is, an object as JSON, with the service key. */
export async function push(
  backend: Pick<Service, 'url'>,
  body: string | Uint8Array<ArrayBuffer> | object,
  { query = '', type = 'application/json', headers = {} }: Push = {},
): Promise<Told> {
  const answer = await fetch(`${backend.url}/api/v1/trades${query}`, {
    method: 'POST',
    headers: { 'x-api-key': KEYS.service, 'content-type': type, ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

const START = Date.UTC(2026, 0, 5);

/** The time of the n-th minute since the beginning of 2026's second week, as a fill gives it. */
export const minute = (n: number): string => new Date(START + n * 60_000).toISOString();

/** A fill of BTC/USDT at a price around 46,000. */
export function fill(id: string, side: 'buy' | 'sell', at: number, rest: object = {}): object {
  return { id, symbol: 'BTC/USDT', side, price: '46000', amount: '0.05', executed_at: minute(at), ...rest };
}
