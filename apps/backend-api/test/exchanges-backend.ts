import type { RegisteredExchange } from '@neuratrade/api-contracts';
import { type Answer, type Cleanup, eventually, request, type Service } from '@neuratrade/test-kit';
import { type CcxtProcess, SERVICE_KEY, spawnCcxt } from './exchanges-ccxt.js';
import { ADMIN_KEY, fixture, type Stack, startBackend } from './stack.js';

export type Backend = Awaited<ReturnType<typeof startBackend>> & { database: string };

/** A backend that takes work, over a ccxt-service or whatever answers at `ccxtUrl`. */
export async function startWith(
  cleanup: Cleanup,
  stack: Stack,
  ccxtUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Backend> {
  const database = env.DATABASE_URL ?? (await stack.postgres.createDatabase());
  const given = {
    DATABASE_URL: database,
    CCXT_URL: ccxtUrl,
    SERVICE_API_KEY: SERVICE_KEY,
    HEALTH_TIMEOUT_MS: '2000',
    ...env,
  };
  const backend = await startBackend(cleanup, stack, given);
  await eventually(
    async () => {
      const { status } = await backend.get('/ready');
      if (status !== 200) throw new Error(`/ready is ${status}`);
    },
    { timeoutMs: 20_000 },
  );
  return Object.assign(backend, { database });
}

/** A backend and a ccxt-service of its own. */
export async function startPair(
  cleanup: Cleanup,
  stack: Stack,
  env: Readonly<Record<string, string>> = {},
): Promise<{ backend: Backend; ccxt: CcxtProcess }> {
  const ccxt = cleanup.use(await spawnCcxt(fixture('ccxt-health')));
  return { ccxt, backend: await startWith(cleanup, stack, ccxt.url, env) };
}

/** One call of the operator; the path is below `/api/v1/exchanges`. */
export function operate(
  { url }: Pick<Service, 'url'>,
  method: string,
  path = '',
  body?: unknown,
  key = ADMIN_KEY,
): Promise<Answer> {
  return request(`${url}/api/v1/exchanges${path}`, {
    method,
    headers: { 'X-API-Key': key, 'content-type': 'application/json' },
    timeoutMs: 40_000,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

export async function addAccount({ url }: Pick<Service, 'url'>, name: string): Promise<void> {
  const { status, text } = await request(`${url}/api/v1/accounts`, {
    method: 'POST',
    headers: { 'X-API-Key': ADMIN_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (status !== 201) throw new Error(text);
}

export const told = ({ status, json }: Answer): [number, unknown] => [status, json];

export async function listed(backend: Pick<Service, 'url'>, query = ''): Promise<RegisteredExchange[]> {
  const { status, json, text } = await operate(backend, 'GET', query);
  if (status !== 200) throw new Error(text);
  return (json as { exchanges: RegisteredExchange[] }).exchanges;
}

export async function namesOf(backend: Pick<Service, 'url'>): Promise<string[]> {
  return (await listed(backend)).map(({ name }) => name).sort();
}

/** Long enough for the registry to look at ccxt-service again. */
export const SYNC = { timeoutMs: 15_000, everyMs: 100 };
