import { type AskerOptions, createAsker } from './ask.js';
import { type ChatCalls, chatCalls } from './chats.js';
import { type FigureCalls, figureCalls } from './figures.js';
import { type HealthCalls, healthCalls } from './health.js';

export type { BackendAnswer, BackendFailure } from './answer.js';
export type { BackendHealth } from './health.js';

/** The backend as the bot uses it. Failures are values; every call ends within 3 s (portfolio and digest 5 s) or with its signal. */
export interface BackendClient extends HealthCalls, FigureCalls, ChatCalls {}

/** Each kind of question goes over connections of its own, so that none waits behind another. */
export function createBackendClient(options: AskerOptions): BackendClient {
  const asker = () => createAsker(options);
  return { ...healthCalls(asker()), ...figureCalls(asker()), ...chatCalls(asker()) };
}
