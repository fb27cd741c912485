import { Agent, request } from 'node:http';
import pg from 'pg';
import { startMarket } from './market.js';

const ADMIN_KEY = 'admin-key-of-the-bench';
const PUSH_WITHIN_MS = 120_000;

export const BATCH = 10_000;
export const WITH_ADMIN_KEY = { 'x-api-key': ADMIN_KEY };

/** The market and a backend whose ledger can be filled: what {@link startMarket} starts, with a key for the operator. */
export async function startLedger(cleanup, env = {}) {
  return startMarket(cleanup, { env: { WATCHLIST: 'none', ADMIN_API_KEY: ADMIN_KEY, ...env } });
}

/** Sends JSON as the operator over a connection that is kept; resolves to the body. Throws unless it is answered by 2xx. */
export function createSender(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = { ...WITH_ADMIN_KEY, 'content-type': 'application/json' };
      const sent = request(url + path, { agent, method, headers, timeout: PUSH_WITHIN_MS }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode >= 300)
            reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
          else resolve(text === '' ? undefined : JSON.parse(text));
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${path}: no answer in time`)));
      sent.on('error', reject);
      sent.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  return { send, close: async () => agent.destroy() };
}

/** The body of a push. */
export const pushBody = (account, exchange, fills) => JSON.stringify({ account, exchange, fills });

/** Pushes so many fills in batches, and throws unless each of them was new. */
export async function pushAll(sender, account, exchange, fills, onProgress = () => undefined) {
  for (let from = 0; from < fills.length; from += BATCH) {
    const batch = fills.slice(from, from + BATCH);
    const { stored } = await sender.send('POST', '/api/v1/trades', pushBody(account, exchange, batch));
    if (stored !== batch.length) throw new Error(`Of ${batch.length} fills ${stored} were stored.`);
    onProgress(from + batch.length);
  }
}

/** @returns {Promise<pg.Client>} a connection of the bench's own, closed by `cleanup` */
export async function connectTo(cleanup, connectionString) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  cleanup.add(() => client.end());
  return client;
}
