import { type Answer, type Cleanup, request, type Service } from '@neuratrade/test-kit';
import { type Env, KEYS, type Logged, type Servers, startBackend } from './market-stack.js';

/** A backend that takes work, beside which no ccxt-service runs. */
export function startAlone(cleanup: Cleanup, servers: Servers, env: Env = {}): Promise<Logged> {
  const given = { CCXT_URL: 'http://127.0.0.1:1', TELEGRAM_URL: 'http://127.0.0.1:1', WATCHLIST: 'none' };
  return startBackend(cleanup, servers, { ...given, ...env }, '/ready');
}

/** Two backends on one database, with the accounts `main` and `bot-2`. */
export async function startTwo(cleanup: Cleanup, servers: Servers, url: string): Promise<[Logged, Logged]> {
  const start = () => startAlone(cleanup, servers, { DATABASE_URL: url });
  const backends: [Logged, Logged] = [await start(), await start()];
  await call(backends[0], 'POST', 'accounts', { name: 'bot-2' });
  return backends;
}

/** One call with a key, the operator's unless another is given; none is shown where it is empty. */
export function call(
  { url }: Pick<Service, 'url'>,
  method: string,
  path: string,
  body?: unknown,
  key = KEYS.admin,
): Promise<Answer> {
  return request(`${url}/api/v1/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(key === '' ? {} : { 'X-API-Key': key }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

export const told = ({ status, json }: Answer): [number, unknown] => [status, json];

export const failed = (code: string, message: unknown) => ({ error: { code, message } });
