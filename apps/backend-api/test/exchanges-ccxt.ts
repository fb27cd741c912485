import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually, freePort, request } from '@neuratrade/test-kit';

export const SERVICE_KEY = 'service-key-of-this-test-stack';

export type Entry = {
  name: string;
  account: string;
  enabled: boolean;
  has_auth: boolean;
  simulator: boolean;
};

export const entry = (name: string, given: Partial<Entry> = {}): Entry => ({
  name,
  account: 'main',
  enabled: true,
  has_auth: false,
  simulator: false,
  ...given,
});

/** A process that keeps exchanges as ccxt-service does, knows every name and verifies no key. */
export interface CcxtProcess {
  readonly url: string;
  readonly port: number;
  /** Replaces what is configured, as an edit of the file by hand does. */
  configure(entries: readonly Entry[]): Promise<void>;
  configured(): Promise<Entry[]>;
  /** From now on changes are answered so late, having been made. */
  answerAfter(ms: number): Promise<void>;
  /** From now on changes are refused so; null ends it. */
  refuse(answer: { status: number; body: unknown; retryAfter?: string } | null): Promise<void>;
  /** Calls that came so far: method, path, body. */
  seen(): Promise<{ call: string; body: unknown }[]>;
  /** How often it was asked what is configured. */
  reads(): Promise<number>;
  kill(): Promise<void>;
  up(entries?: readonly Entry[]): Promise<void>;
  stop(): Promise<void>;
}

const SERVER = `
const { createServer } = require('node:http');
let { entries, key, health } = JSON.parse(process.env.GIVEN);
let revision = 1, delay = 0, reads = 0, refusal = null;
const seen = [];
const answers = {
  '/_test': (body) => {
    if (body.entries) { entries = body.entries; revision++; }
    if (body.delay !== undefined) delay = body.delay;
    if (body.refusal !== undefined) refusal = body.refusal;
    return [200, { entries, seen, reads }];
  },
};
const changed = (exchange, warnings = []) => ({ exchange, permissions: exchange.has_auth ? { read: true, trade: false, withdraw: null } : null, warnings });
const failed = (status, code, message) => [status, { error: { code, message } }];
const change = (method, name, account, body) => {
  const at = (entry) => entry.name === name && entry.account === account;
  const known = entries.find(at);
  if (method === 'POST') {
    if (known) return failed(409, 'conflict', name + ' is configured already. Use PATCH.');
    const added = { name, account, enabled: true, has_auth: body.key !== undefined, simulator: name === 'simulator' };
    entries.push(added); revision++;
    return [201, changed(added, body.allow_trading_key ? ['The key can trade.'] : [])];
  }
  if (!known) return failed(404, 'not_found', name + ' is not configured.');
  revision++;
  if (method === 'DELETE') { entries = entries.filter((entry) => !at(entry)); return [200, changed(known)]; }
  if (body.enabled !== undefined) known.enabled = body.enabled;
  if (body.key !== undefined) known.has_auth = body.key !== null;
  return [200, changed(known)];
};
createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => { text += chunk; });
  request.on('end', () => {
    const url = new URL(request.url, 'http://x');
    const body = text === '' ? undefined : JSON.parse(text);
    const send = ([status, value], headers = {}) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
    if (url.pathname === '/_test') return send(answers['/_test'](body));
    if (url.pathname === '/health') return response.writeHead(200, { 'content-type': 'application/json' }).end(health);
    if (request.headers['x-api-key'] !== key) return send(failed(401, 'unauthorized', 'A key is missing.'));
    const [, name, action] = /^\\/api\\/v1\\/exchanges(?:\\/([^/]+)(\\/test)?)?$/.exec(url.pathname) ?? [];
    if (request.method === 'GET') reads++;
    if (request.method === 'GET') return send([200, { exchanges: entries, count: entries.length, managed_by: 'file', revision: process.pid + '.' + revision, problem: null }]);
    seen.push({ call: request.method + ' ' + request.url, body });
    if (refusal) return send([refusal.status, refusal.body], refusal.retryAfter ? { 'retry-after': refusal.retryAfter } : {});
    if (action) return send([200, { name, account: url.searchParams.get('account'), reachable: true, latency_ms: 12.5, clock_offset_ms: -3, error: null, key: null }]);
    const answer = change(request.method, name ?? body.name, name ? url.searchParams.get('account') : body.account, body);
    setTimeout(() => send(answer), delay);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');`;

export async function spawnCcxt(
  health: string,
  entries: readonly Entry[] = [],
  key = SERVICE_KEY,
): Promise<CcxtProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess;
  const tell = async (what: object) => {
    const { json } = await request(`${url}/_test`, { method: 'POST', body: JSON.stringify(what) });
    return json as { entries: Entry[]; seen: { call: string; body: unknown }[]; reads: number };
  };
  const up = async (given: readonly Entry[] = []): Promise<void> => {
    child = spawn(process.execPath, ['-e', SERVER], {
      env: { PORT: String(port), GIVEN: JSON.stringify({ entries: given, key, health }) },
      stdio: 'ignore',
    });
    await eventually(() => request(`${url}/health`));
  };
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await up(entries);
  return {
    url,
    port,
    configure: async (wanted) => void (await tell({ entries: wanted })),
    configured: async () => (await tell({})).entries,
    answerAfter: async (delay) => void (await tell({ delay })),
    refuse: async (answer) => void (await tell({ refusal: answer })),
    seen: async () => (await tell({})).seen,
    reads: async () => (await tell({})).reads,
    kill,
    up,
    stop: kill,
  };
}
