import { setTimeout as sleep } from 'node:timers/promises';
import type { BackendHealth, HealthDetails } from '@neuratrade/health-contracts';
import { readLog, type Service } from '@neuratrade/test-kit';
import { ADMIN_KEY } from './stack.js';

export async function detailsOf(backend: Service): Promise<HealthDetails> {
  return (await backend.get('/api/v1/health/details', { 'X-API-Key': ADMIN_KEY })).json as HealthDetails;
}

/** Collects every different answer of `/health`, as status and words, until it is stopped. */
export function listen(backend: Service): { stop(): Promise<string[]> } {
  const heard = new Set<string>();
  let listening = true;
  const asking = (async () => {
    while (listening) {
      const { status, services } = (await backend.get('/health')).json as BackendHealth;
      heard.add([status, ...Object.values(services)].join(', '));
      await sleep(20);
    }
  })();
  return {
    async stop() {
      listening = false;
      await asking;
      return [...heard];
    },
  };
}

export const NOTHING_BUT_HEALTHY = ['healthy, healthy, healthy, healthy, healthy'];

export interface LoggedChange {
  readonly service: unknown;
  readonly from: unknown;
  readonly lasted_ms: number;
  readonly error?: unknown;
}

/** Every transition that the backend logged. */
export async function changesOf(backend: { readonly log: string }): Promise<LoggedChange[]> {
  const lines = await readLog(backend.log);
  return lines
    .filter(({ from }) => from !== undefined)
    .map(({ service, from, lasted_ms, error }) => ({
      service,
      from,
      lasted_ms: Number(lasted_ms),
      ...(error === undefined ? {} : { error }),
    }));
}
