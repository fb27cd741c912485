import { autoRetry } from '@grammyjs/auto-retry';
import type { Redact } from '@neuratrade/service-kit';
import type { Api, Transformer } from 'grammy';
import { callWithin } from './signals.js';

const ANSWER_DEADLINE_MS = 30_000;

/** Methods whose failures the connection itself deals with. */
const CONNECTION_METHODS: ReadonlySet<string> = new Set([
  'getMe',
  'getUpdates',
  'setWebhook',
  'deleteWebhook',
  'getWebhookInfo',
  'setMyCommands',
]);

/** Masks secrets in what Telegram says about a failed call, so that it may be shown. */
export function useRedaction(api: Api, redact: Redact): void {
  api.config.use(async (prev, method, payload, signal) => {
    const answer = await prev(method, payload, signal);
    return answer.ok ? answer : { ...answer, description: redact(answer.description) };
  });
}

/**
 * Lets calls that put something into a chat outlive a short failure: rate limits are waited for, server and network errors
 * tried again, until 30 s have passed or `abandoned` aborts.
 */
export function useRetries(api: Api, abandoned: AbortSignal): void {
  const retry: Transformer = autoRetry();
  const retryAnswers: Transformer = (prev, method, payload, signal) => {
    if (CONNECTION_METHODS.has(method)) return prev(method, payload, signal);
    return callWithin(ANSWER_DEADLINE_MS, abandoned, (limited) =>
      retry(prev, method, payload, signal ?? limited),
    );
  };
  api.config.use(retryAnswers);
}
