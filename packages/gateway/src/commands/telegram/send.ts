import { text } from 'node:stream/consumers';
import { messagesQueuedSchema, type Severity } from '@neuratrade/api-contracts';
import type { Backend } from '../../health/observe.js';
import { renderQueued } from '../../render/messages.js';
import { CommandError } from '../command-error.js';
import { type Outcome, shown } from '../outcome.js';
import { askTelegram } from './ask-telegram.js';
import { notesOnQueue } from './bot-note.js';

export type SendOptions = {
  /** `-` reads it from standard input. */
  text: string;
  to: { chat_id: number } | { account: string };
  severity: Severity;
  html: boolean;
  key: string | undefined;
  json: boolean;
};

/** Queues a message for a chat, or for every chat of an account. */
export async function sendMessage(telegram: Backend, options: SendOptions): Promise<Outcome<string>> {
  const { to, severity, html, key, json } = options;
  const answer = await askTelegram(telegram, {
    method: 'POST',
    path: '/api/v1/messages',
    body: {
      ...to,
      text: options.text === '-' ? await fromStandardInput() : options.text,
      severity,
      format: html ? 'html' : 'plain',
      ...(key === undefined ? {} : { idempotency_key: key }),
    },
    schema: messagesQueuedSchema,
    unknown: 'the message was queued. Look with neuratrade telegram queue.',
  });
  if (json || !answer.ok) return shown(answer, json, String);
  const notes = await notesOnQueue(telegram);
  return shown(answer, false, ({ messages }) => [...messages.map(renderQueued), ...notes].join('\n'));
}

async function fromStandardInput(): Promise<string> {
  const read = (await text(process.stdin)).trim();
  if (read === '') throw new CommandError('Standard input holds no text to send.');
  return read;
}
