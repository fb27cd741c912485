import { startSimulator } from '../src/index.js';
import { connectWithKey, control } from './client.js';

/** The instant at which a controlled simulator stands still. */
export const NOW = Date.UTC(2026, 2, 3, 10, 30, 30);

/** A buy of half an hour before, as the control takes it. */
export const fill = {
  ...{ symbol: 'BTC/USDT', side: 'buy', price: '46000', amount: '0.01' },
  executed_at: '2026-03-03T10:00:00Z',
};

export type Controlled = Awaited<ReturnType<typeof startControlled>>;

/** A simulator that stands still at `NOW`, with the account `main` of 1,000 USDT and 1 BTC under the key `k`. */
export async function startControlled() {
  const simulator = await startSimulator({ seed: 'tests', clock: () => NOW });
  const post = (path: string, body: unknown) => control(simulator.url, 'POST', path, body);
  const client = () => connectWithKey(simulator.url, { apiKey: 'k', secret: 's' }, () => NOW);
  await post('accounts', { key: 'k', secret: 's', account: 'main', balances: { USDT: '1000', BTC: '1' } });
  return {
    url: simulator.url,
    close: simulator.close,
    post,
    remove: (path: string) => control(simulator.url, 'DELETE', path),
    client,
    totals: async () => (await client().fetchBalance()).total,
  };
}
