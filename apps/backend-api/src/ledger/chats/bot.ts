import { botSchema } from '@neuratrade/api-contracts';
import { fetchJson } from '@neuratrade/service-kit';

const PATIENCE_MS = 1_000;

export interface BotOptions {
  /** Where telegram-service answers, and the key that it asks for. */
  readonly url: string;
  readonly serviceKey: string | undefined;
}

/** The bot's username as telegram-service knows it; null where that cannot be had within a second. */
export function createBotName({ url, serviceKey }: BotOptions): () => Promise<string | null> {
  const headers = serviceKey === undefined ? {} : { 'x-api-key': serviceKey };
  return async () => {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const { body } = await fetchJson(`${url.replace(/\/+$/, '')}/api/v1/bot`, { signal, headers });
      return botSchema.parse(body).username;
    } catch {
      return null;
    }
  };
}
