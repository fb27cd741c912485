import { setTimeout as sleep } from 'node:timers/promises';
import type { BotUpdate } from './types.js';

export interface WebhookTarget {
  readonly url: string;
  readonly secretToken: string | undefined;
  readonly allowedUpdates: readonly string[];
}

interface Queue {
  pending(): BotUpdate[];
  confirm(offset: number): void;
}

const RETRY_MS = 250;

/** Delivers queued updates, one by one and in order, to the URL that setWebhook named; a failed one is tried again. */
export function createWebhookSender(queue: Queue): {
  set(target: WebhookTarget | undefined): void;
  active(): boolean;
  kick(): void;
  info(): Record<string, unknown>;
  stop(): void;
} {
  let target: WebhookTarget | undefined;
  let lastError: { date: number; message: string } | undefined;
  let running = false;
  let stop = new AbortController();

  async function deliver(to: WebhookTarget, update: BotUpdate, signal: AbortSignal): Promise<void> {
    const response = await fetch(to.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(to.secretToken !== undefined && { 'x-telegram-bot-api-secret-token': to.secretToken }),
      },
      body: JSON.stringify(update),
      signal,
    });
    await response.arrayBuffer();
    if (!response.ok)
      throw new Error(`Wrong response from the webhook: ${response.status} ${response.statusText}`);
  }

  async function run(signal: AbortSignal): Promise<void> {
    for (let to = target; to !== undefined && !signal.aborted; to = target) {
      const [update] = queue.pending();
      if (update === undefined) return;
      try {
        await deliver(to, update, signal);
        queue.confirm(update.update_id + 1);
      } catch (error) {
        if (signal.aborted) return;
        const text = (error as Error).message;
        const message = text.startsWith('Wrong response') ? text : 'Connection refused';
        lastError = { date: Math.floor(Date.now() / 1_000), message };
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  function kick(): void {
    if (running || target === undefined) return;
    running = true;
    void run(stop.signal).finally(() => {
      running = false;
      if (queue.pending().length > 0) kick();
    });
  }

  function halt(): void {
    target = undefined;
    stop.abort();
    stop = new AbortController();
  }

  return {
    set(next) {
      halt();
      lastError = undefined;
      target = next;
      kick();
    },
    active: () => target !== undefined,
    kick,
    info: () => ({
      url: target?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: queue.pending().length,
      ...(lastError && { last_error_date: lastError.date, last_error_message: lastError.message }),
      ...(target && { max_connections: 40, allowed_updates: target.allowedUpdates }),
    }),
    stop: halt,
  };
}
