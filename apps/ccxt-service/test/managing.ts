import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import { type Answer, type Cleanup, request, type Service } from '@neuratrade/test-kit';
import { KEY } from './service.js';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Asks a ccxt-service with its key about its exchanges; the path begins after `/api/v1/exchanges`. */
export function manage(service: Service, method: Method, path = '', body?: unknown): Promise<Answer> {
  return request(`${service.url}/api/v1/exchanges${path}`, {
    method,
    headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    timeoutMs: 20_000,
  });
}

/** Status and body of an answer. */
export const told = ({ status, json }: Answer) => [status, json];

/** An error as it is answered. */
export const refused = (status: number, code: string, message: unknown) => [
  status,
  { error: { code, message } },
];

/** An exchange as it is answered. */
export const exchange = (name: string, more: object = {}) => ({
  name,
  account: 'main',
  enabled: true,
  has_auth: false,
  simulator: name === 'simulator',
  ...more,
});

/** All exchanges as they are answered. */
export const list = (managedBy: string, exchanges: object[], problem: unknown = null): object => ({
  exchanges,
  count: exchanges.length,
  managed_by: managedBy,
  revision: expect.any(String),
  problem,
});

/** A key at the simulator, as it is made there. */
export async function openKey(url: string, key: string, permissions: string[] = ['read']): Promise<void> {
  const body = JSON.stringify({ key, secret: secretOf(key), permissions, balances: { USDT: '8200' } });
  const headers = { 'content-type': 'application/json' };
  const answer = await request(`${url}/_sim/accounts`, { method: 'POST', headers, body });
  if (answer.status >= 300) throw new Error(answer.text);
}

/** A simulator that knows these keys, which may read. */
export async function startWithKeys(cleanup: Cleanup, ...keys: readonly string[]): Promise<RunningSimulator> {
  const simulator = cleanup.use(await startSimulator());
  for (const key of keys) await openKey(simulator.url, key);
  return simulator;
}

export const secretOf = (key: string) => `secret-of-${key}`;
export const credentials = (key: string) => ({ key, secret: secretOf(key) });

const fileOf = (home: string) => join(home, 'exchanges.json');

/** Writes exchanges.json as an operator's editor would, in place. */
export function editFile(home: string, content: unknown, mode = 0o600): void {
  writeFileSync(fileOf(home), typeof content === 'string' ? content : JSON.stringify(content), { mode });
  chmodSync(fileOf(home), mode);
}

export function readFile(home: string): { mode: string; content: unknown } {
  const mode = (statSync(fileOf(home)).mode & 0o777).toString(8);
  return { mode, content: JSON.parse(readFileSync(fileOf(home), 'utf8')) as unknown };
}
