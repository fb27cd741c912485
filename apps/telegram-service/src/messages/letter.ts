import { type Message, SEVERITIES, type Severity } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { Envelope, NewItem } from '@neuratrade/service-kit/outbox';

/** A message as it lies in the outbox. */
export interface Letter {
  readonly chatId: number;
  readonly text: string;
  readonly format: 'html' | 'plain';
  readonly severity: Severity;
  /** Whose chat it is meant for; without it for the chat, whosever it is. */
  readonly account?: string;
  /** The number that the chat had before Telegram gave it this one. */
  readonly movedFrom?: number;
}

/** Its chat is its lane; the more severe goes first, of all chats. */
export function itemOf(letter: Letter): NewItem<Letter> {
  return { lane: String(letter.chatId), urgency: SEVERITIES.indexOf(letter.severity), payload: letter };
}

export function messageOf(envelope: Envelope<Letter>): Message {
  const { chatId, text, severity } = envelope.payload;
  return {
    id: envelope.id,
    chat_id: chatId,
    severity,
    state: envelope.state,
    text,
    attempts: envelope.attempts,
    queued_at: formatTimestamp(new Date(envelope.queuedAt)),
    next_attempt_at: timeOf(envelope.nextAt),
    ended_at: timeOf(envelope.endedAt),
    error: envelope.error,
  };
}

function timeOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : formatTimestamp(new Date(milliseconds));
}
