import { setTimeout as delay } from 'node:timers/promises';
import { telegramDetailsSchema } from '@neuratrade/api-contracts';
import type { TelegramQueue } from '@neuratrade/health-contracts';
import { fetchJson } from '@neuratrade/service-kit';

export interface TelegramQueueOptions {
  /** Where telegram-service answers, and the key that it asks for. */
  readonly url: string;
  readonly serviceKey: string | undefined;
  readonly intervalMs?: number;
}

export interface TelegramQueueWatch {
  /** As of the last look; null while it is not known. */
  current(): TelegramQueue | null;
  start(): void;
  stop(): Promise<void>;
}

const INTERVAL_MS = 5_000;
const PATIENCE_MS = 2_000;

/** Looks in the background at what waits in telegram-service. */
export function watchTelegramQueue(options: TelegramQueueOptions): TelegramQueueWatch {
  const { url, serviceKey, intervalMs = INTERVAL_MS } = options;
  const path = `${url.replace(/\/+$/, '')}/api/v1/health/details`;
  const headers = serviceKey === undefined ? {} : { 'x-api-key': serviceKey };
  const stopping = new AbortController();
  let queue: TelegramQueue | null = null;
  let work = Promise.resolve();

  async function look(): Promise<TelegramQueue | null> {
    const limit = new AbortController();
    const abort = () => limit.abort();
    const timer = setTimeout(abort, PATIENCE_MS);
    stopping.signal.addEventListener('abort', abort, { once: true });
    try {
      const { status, body } = await fetchJson(path, { signal: limit.signal, headers });
      const told = telegramDetailsSchema.safeParse(body);
      if (status !== 200 || !told.success) return null;
      const { outbox, updates, timestamp } = told.data;
      return { outbox, updates, checked_at: timestamp };
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      stopping.signal.removeEventListener('abort', abort);
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      queue = await look();
      await delay(intervalMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    current: () => queue,
    start() {
      work = run();
    },
    async stop() {
      stopping.abort();
      await work;
    },
  };
}
