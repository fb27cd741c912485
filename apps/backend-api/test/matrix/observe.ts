import type {
  BackendHealth,
  CcxtHealth,
  ExchangeConnectivity,
  ExchangeProbe,
  HealthDetails,
} from '@neuratrade/health-contracts';
import { eventually, readLog } from '@neuratrade/test-kit';
import { ADMIN_KEY } from '../stack.js';
import type { Answers, PartName } from './expected.js';
import type { Restartable } from './restartable.js';
import { SERVICE_KEY } from './rig.js';

/** A backend and the ccxt-service that it asks. */
export interface Plane {
  readonly backend: Restartable;
  readonly ccxt: Restartable;
}

const SERVICES = ['database', 'redis', 'ccxt', 'telegram'] as const;

export async function healthOf({ service }: Restartable): Promise<Answers['health']> {
  const { status, json } = await service.get('/health');
  const body = json as BackendHealth;
  return { code: status, status: body.status, services: body.services };
}

export async function detailsOf({ service }: Restartable): Promise<HealthDetails> {
  return (await service.get('/api/v1/health/details', { 'X-API-Key': ADMIN_KEY })).json as HealthDetails;
}

/** Everything that the plane says, in the form of the table. While `ccxt` does not answer, what is expected of it is null. */
export async function answersOf({ backend, ccxt }: Plane, asksCcxt: boolean): Promise<Partial<Answers>> {
  const [health, ready, live, { checks }] = await Promise.all([
    healthOf(backend),
    backend.service.get('/ready'),
    backend.service.get('/live'),
    detailsOf(backend),
  ]);
  return {
    health,
    ready: { code: ready.status, body: ready.json as Answers['ready']['body'] },
    live: live.status,
    checks: Object.fromEntries(
      SERVICES.map((name) => [name, { status: checks[name].status, state: checks[name].state }]),
    ) as Answers['checks'],
    ...(asksCcxt ? { ccxt: await ccxtOf(ccxt) } : {}),
  };
}

/** The latency that is told of a part, in milliseconds; NaN while none is. */
export async function latencyOf({ backend, ccxt }: Plane, part: PartName): Promise<number> {
  const check = part === 'exchange' ? await exchangeOf(ccxt) : (await detailsOf(backend)).checks[part];
  return check?.latency_ms ?? Number.NaN;
}

async function exchangeOf({ service }: Restartable): Promise<ExchangeProbe | undefined> {
  const { json } = await service.get('/api/v1/exchanges/connectivity', { 'x-api-key': SERVICE_KEY });
  return (json as ExchangeConnectivity).exchanges[0];
}

async function ccxtOf(ccxt: Restartable): Promise<Answers['ccxt']> {
  const [health, exchange] = await Promise.all([ccxt.service.get('/health'), exchangeOf(ccxt)]);
  const { status, exchange_connectivity: word } = health.json as CcxtHealth;
  const error = exchange?.error ?? null;
  return {
    code: health.status,
    status,
    connectivity: word,
    error: error === null ? null : `${error.class}: ${error.reason}`,
  };
}

export interface Change {
  readonly service: string;
  readonly to: 'up' | 'down';
  readonly reason: string | null;
}

/** The transitions that a backend's log tells after its first `skip` lines, oldest first. */
export async function changesIn(process: Restartable, skip: number): Promise<Change[]> {
  const lines = (await writtenLines(process)).slice(skip);
  return lines
    .filter(({ service, from }) => service !== undefined && from !== undefined)
    .map(({ service, error }) => ({
      service: String(service),
      to: error === undefined ? 'up' : 'down',
      reason: error === undefined ? null : String(error),
    }));
}

export async function linesIn(process: Restartable): Promise<number> {
  return (await writtenLines(process)).length;
}

let marks = 0;

/** The lines of a log with everything that was said until now: what is still on its way to the file comes before a mark. */
async function writtenLines({ log, service }: Restartable): Promise<Record<string, unknown>[]> {
  const path = `/mark/${++marks}`;
  await service.get(path);
  return eventually(async () => {
    const lines = await readLog(log);
    if (!lines.some((line) => line.path === path)) throw new Error(`${log} does not hold ${path} yet`);
    return lines;
  });
}
