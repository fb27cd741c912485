import { expect } from '@jest/globals';
import { startSimulator } from '@neuratrade/exchange-simulator';
import { type Answer, type Cleanup, request } from '@neuratrade/test-kit';
import { editFile, openKey, secretOf } from './managing.js';
import { ask } from './market-service.js';
import { newHome, runCcxt } from './service.js';

/** The instant of the first execution that {@link executions} makes. */
export const BEGAN = Date.parse('2026-03-03T10:30:00.123Z');

/** So many executions in one market, of which the first `together` share their millisecond; ids from 100,000 on. */
export function executions(count: number, together = 0, symbol = 'BTC/USDT'): object[] {
  return Array.from({ length: count }, (_, index) => ({
    symbol,
    side: index % 2 === 0 ? 'buy' : 'sell',
    price: '46000',
    amount: '0.001',
    executed_at: new Date(BEGAN + Math.max(0, index - Math.max(0, together - 1))).toISOString(),
    id: 100_000 + index,
  }));
}

/** An account of exchanges.json, with the key of that name at the simulator. */
export const entry = (key: string, account = 'main') => ({
  name: 'simulator',
  account,
  apiKey: key,
  secret: secretOf(key),
});

export type PrivateStand = Awaited<ReturnType<typeof startPrivate>>;

/** A simulator with an account under the key `reader`, and a ccxt-service that asks it nothing by itself. */
export async function startPrivate(
  cleanup: Cleanup,
  { timeoutMs = 8_000, exchanges = [] as object[], env = {} as Record<string, string> } = {},
) {
  const simulator = cleanup.use(await startSimulator());
  await openKey(simulator.url, 'reader');
  const home = await newHome(cleanup);
  editFile(home, { exchanges: [entry('reader'), ...exchanges] });
  const ccxt = await runCcxt(home, {
    SIMULATOR_URL: simulator.url,
    EXCHANGE_PROBE_INTERVAL_MS: '600000',
    EXCHANGE_REQUEST_TIMEOUT_MS: String(timeoutMs),
    ...env,
  });
  cleanup.add(() => ccxt.stop());
  return {
    simulator,
    home,
    ccxt,
    ask: (path: string): Promise<Answer> => ask(ccxt, `private/${path}`),
    async control(path: string, body: object): Promise<void> {
      const headers = { 'content-type': 'application/json' };
      const url = `${simulator.url}/_sim/${path}`;
      const { status, text } = await request(url, { method: 'POST', headers, body: JSON.stringify(body) });
      expect([status, text]).toEqual([201, text]);
    },
  };
}

/** Follows `next` to the end, and tells the pages. */
export async function pages(on: PrivateStand, path: string, first = ''): Promise<Record<string, unknown>[]> {
  const read: Record<string, unknown>[] = [];
  let more = first;
  do {
    const { status, json, text } = await on.ask(`${path}${more}`);
    expect([status, text]).toEqual([200, text]);
    const page = json as Record<string, unknown>;
    read.push(page);
    more = page.next === null ? '' : `&cursor=${encodeURIComponent(String(page.next))}`;
  } while (more !== '');
  return read;
}
