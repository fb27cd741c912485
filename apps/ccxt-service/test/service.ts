import { join } from 'node:path';
import type { ExchangeConnectivity, ExchangeProbe } from '@neuratrade/health-contracts';
import { type Cleanup, makeHome, request, type Service, spawnService } from '@neuratrade/test-kit';

const ROOT = join(import.meta.dirname, '..', '..', '..');

export const INTERVAL_MS = 250;
export const TIMEOUT_MS = 500;
export const KEY = 'service-key-of-the-tests';
export const ENTRY = join(ROOT, 'apps', 'ccxt-service', 'dist', 'main.js');

/** A temporary home that goes with the tests of a file. */
export async function newHome(cleanup: Cleanup): Promise<string> {
  return cleanup.use(await makeHome()).path;
}

/** Runs ccxt-service with short intervals. */
export function runCcxt(
  home: string,
  env: Readonly<Record<string, string>>,
  readyPath: string | false = '/ready',
): Promise<Service> {
  return spawnService({
    entry: ENTRY,
    home,
    portVariable: 'CCXT_PORT',
    readyPath,
    env: {
      SERVICE_API_KEY: KEY,
      EXCHANGE_PROBE_INTERVAL_MS: String(INTERVAL_MS),
      EXCHANGE_PROBE_TIMEOUT_MS: String(TIMEOUT_MS),
      ...env,
    },
  });
}

/** Runs the exchange simulator as a process of its own. */
export function runSimulator(home: string, env: Readonly<Record<string, string>> = {}): Promise<Service> {
  const entry = join(ROOT, 'packages', 'exchange-simulator', 'dist', 'main.js');
  return spawnService({ entry, home, portVariable: 'SIMULATOR_PORT', env });
}

/** Tells a simulator to misbehave, or with `DELETE` to behave again. */
export async function setFault(url: string, fault: object | 'none'): Promise<void> {
  const answer =
    fault === 'none'
      ? await request(`${url}/_sim/faults`, { method: 'DELETE' })
      : await request(`${url}/_sim/faults`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ path: '/api/v3/time', ...fault }),
        });
  if (answer.status >= 300) throw new Error(answer.text);
}

async function connectivity(service: Service): Promise<ExchangeConnectivity> {
  const answer = await service.get('/api/v1/exchanges/connectivity', { 'x-api-key': KEY });
  return answer.json as ExchangeConnectivity;
}

/** The only exchange of a service that has one. */
export async function onlyExchange(service: Service): Promise<ExchangeProbe> {
  const [exchange] = (await connectivity(service)).exchanges;
  if (exchange === undefined) throw new Error('the service has no exchange');
  return exchange;
}
