import { type Message, messagesSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../../health/observe.js';
import { renderMessages } from '../../render/messages.js';
import { type Outcome, shown } from '../outcome.js';
import { askTelegram } from './ask-telegram.js';
import { notesOnQueue } from './bot-note.js';

/** The messages that wait, were given up, or were sent, oldest first. */
export async function listMessages(
  telegram: Backend,
  { state, limit, json }: { state: Message['state']; limit: number; json: boolean },
): Promise<Outcome<string>> {
  const answer = await askTelegram(telegram, {
    method: 'GET',
    path: `/api/v1/messages?state=${state}&limit=${limit}`,
    schema: messagesSchema,
  });
  const isQueue = answer.ok && !json && state === 'queued';
  const notes = isQueue ? await notesOnQueue(telegram) : [];
  return shown(answer, json, (messages) => [renderMessages(state, messages), ...notes].join('\n'));
}
