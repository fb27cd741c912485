import type { Message, Messages } from '@neuratrade/api-contracts';
import pc from 'picocolors';
import { renderTable } from './table.js';

const LONGEST_ERROR = 80;
const LONGEST_TEXT = 40;

const NONE: Readonly<Record<Message['state'], string>> = {
  queued: 'Nothing waits to be sent.',
  dead: 'Nothing was given up within a week.',
  sent: 'Nothing was sent within a week.',
};

const TIME: Readonly<Record<Message['state'], string>> = { queued: 'NEXT', dead: 'GIVEN UP', sent: 'SENT' };

/** Messages of one state as a table, a line each, and how many more there are. */
export function renderMessages(state: Message['state'], { messages, count }: Messages): string {
  if (messages.length === 0) return NONE[state];
  const table = renderTable(
    ['ID', 'CHAT', 'SEVERITY', 'QUEUED', TIME[state], 'TRIED', 'ERROR', 'TEXT'],
    messages.map((message) => [
      message.id,
      String(message.chat_id),
      message.severity,
      message.queued_at,
      message.ended_at ?? message.next_attempt_at ?? '-',
      String(message.attempts),
      oneLine(message.error ?? '-', LONGEST_ERROR),
      oneLine(message.text, LONGEST_TEXT),
    ]),
    ['TRIED'],
  );
  const more = count - messages.length;
  return more > 0 ? `${table}\n\n${pc.dim(`and ${more} more, which a larger --limit shows`)}` : table;
}

/** What became of one message: `Queued for chat 123456789: message …`. */
export function renderQueued({ id, chat_id: chatId, state, error }: Message): string {
  if (state === 'queued') return `Queued for chat ${chatId}: message ${id}.`;
  if (state === 'sent') return `Sent to chat ${chatId} before: message ${id}.`;
  return `Given up for chat ${chatId} before: message ${id}: ${oneLine(error ?? 'no reason is known', LONGEST_ERROR)}.`;
}

/** On one line, without what a terminal would take for a command. */
function oneLine(text: string, most: number): string {
  const plain = [...text.replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ').trim()];
  return plain.length > most ? `${plain.slice(0, most - 1).join('')}…` : plain.join('');
}
