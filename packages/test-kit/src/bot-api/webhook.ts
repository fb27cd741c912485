import { setTimeout as sleep } from 'node:timers/promises';
import type { BotUpdate } from './types.js';

export interface WebhookTarget {
  readonly url: string;
  readonly secretToken: string | undefined;
  readonly allowedUpdates: readonly string[];
}

interface Queue {
  pending(): BotUpdate[];
  remove(updateId: number): void;
}

const RETRY_MS = 250;
const MAX_CONNECTIONS = 40;

/**
 * Delivers queued updates to the URL that setWebhook named: those of a chat one by one and in order, chats beside one another.
 * A failed one is tried again.
 */
export function createWebhookSender(queue: Queue): {
  set(target: WebhookTarget | undefined): void;
  active(): boolean;
  kick(): void;
  info(): Record<string, unknown>;
  stop(): void;
} {
  let target: WebhookTarget | undefined;
  let lastError: { date: number; message: string } | undefined;
  let busyLines = new Set<number | BotUpdate>();
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

  async function attempt(to: WebhookTarget, update: BotUpdate, signal: AbortSignal): Promise<void> {
    try {
      await deliver(to, update, signal);
      if (!signal.aborted) queue.remove(update.update_id);
    } catch (error) {
      if (signal.aborted) return;
      const text = (error as Error).message;
      const message = text.startsWith('Wrong response') ? text : 'Connection refused';
      lastError = { date: Math.floor(Date.now() / 1_000), message };
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  function kick(): void {
    if (target === undefined) return;
    const { signal } = stop;
    const busy = busyLines;
    for (const update of queue.pending()) {
      const line = lineOf(update);
      if (busy.has(line) || busy.size >= MAX_CONNECTIONS) continue;
      busy.add(line);
      void attempt(target, update, signal).finally(() => {
        busy.delete(line);
        if (!signal.aborted) kick();
      });
    }
  }

  function halt(): void {
    target = undefined;
    stop.abort();
    stop = new AbortController();
    busyLines = new Set();
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
      ...(target && { max_connections: MAX_CONNECTIONS, allowed_updates: target.allowedUpdates }),
    }),
    stop: halt,
  };
}

interface InChat {
  readonly chat?: { readonly id?: number };
}

/** What an update queues with: its chat, or itself. */
function lineOf(update: BotUpdate): number | BotUpdate {
  const {
    message,
    callback_query: press,
    my_chat_member: member,
  } = update as {
    message?: InChat;
    callback_query?: { message?: InChat };
    my_chat_member?: InChat;
  };
  return (message ?? press?.message ?? member)?.chat?.id ?? update;
}
