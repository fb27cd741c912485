import { setMaxListeners } from 'node:events';
import { type BackendClient, createBackendClient } from '../src/backend/client.js';

export const never: AbortSignal = new AbortController().signal;
setMaxListeners(0, never);
export const KEY = 'the-service-key-of-this-test';

/** Every question to the backend, by its name. */
export const questions = (client: BackendClient, signal: AbortSignal) =>
  ({
    health: () => client.health(signal),
    portfolio: () => client.portfolio(5, signal),
    performance: () => client.performance(5, signal),
    quests: () => client.quests(5, signal),
    trades: () => client.trades(5, 10, signal),
    equity: () => client.equity(5, { from: new Date(0) }, signal),
    exchanges: () => client.exchanges(5, signal),
    cache: () => client.cache(5, signal),
    digest: () => client.digest(5, signal),
    chats: () => client.chats(undefined, signal),
    chat: () => client.chat(5, signal),
    link: () => client.link('code', 5, signal),
    changeChat: () => client.changeChat(5, { look: 'dark' }, signal),
    unlink: () => client.unlink(5, signal),
  }) as const;

/** What becomes of all of them, asked at one time. */
export async function answersOf(url: string, signal: AbortSignal = never): Promise<Record<string, unknown>> {
  const asked = Object.entries(questions(createBackendClient({ baseUrl: url, serviceKey: KEY }), signal));
  return Object.fromEntries(
    await Promise.all(asked.map(async ([name, ask]) => [name, await ask()] as const)),
  );
}

export const NAMES = Object.keys(
  questions(createBackendClient({ baseUrl: 'http://x', serviceKey: KEY }), never),
);
/** The same for each of them. */
export const allAre = (answer: unknown) => Object.fromEntries(NAMES.map((name) => [name, answer]));
