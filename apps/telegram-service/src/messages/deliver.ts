import type { Logger } from '@neuratrade/service-kit';
import type { Delivery, Envelope } from '@neuratrade/service-kit/outbox';
import type { SendOutcome } from '../bot/send.js';
import type { Links } from '../links/links.js';
import { itemOf, type Letter } from './letter.js';
import { plainText } from './plain.js';
import { createRest } from './rest.js';

/** What brings a text into a chat. */
export type Send = (
  chatId: number,
  message: { readonly text: string; readonly html: boolean; readonly silent: boolean },
  signal: AbortSignal,
) => Promise<SendOutcome>;

export interface DeliverOptions {
  readonly send: Send;
  readonly links: Pick<Links, 'of' | 'unreachable' | 'moved'>;
  readonly logger: Logger;
}

/** So long after it was queued it is asked anew whose chat it is, and waited for the answer. */
const FRESH_MS = 5_000;
const ASK_MS = 500;

/** One attempt to bring a message into its chat, and what follows from how Telegram took it. Texts are never logged. */
export function createDeliver({ send, links, logger }: DeliverOptions) {
  const rest = createRest();

  /** Whether the chat is known to belong to the letter's account no more. A group that has just moved is linked a moment later. */
  async function belongsNoMore(letter: Letter, queuedAt: number, signal: AbortSignal): Promise<boolean> {
    const { chatId, account, movedFrom } = letter;
    if (account === undefined || movedFrom !== undefined || Date.now() - queuedAt < FRESH_MS) return false;
    const state = await links.of(chatId, AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]));
    if ('unknown' in state || (state.linked !== null && state.remembered !== undefined)) return false;
    return state.linked?.account !== account;
  }

  return async (envelope: Envelope<Letter>, signal: AbortSignal): Promise<Delivery<Letter>> => {
    const letter = envelope.payload;
    const { chatId, text, format, severity } = letter;
    const silent = severity === 'info';
    if (await belongsNoMore(letter, envelope.queuedAt, signal)) {
      return { outcome: 'dead', reason: `the chat does not belong to account ${letter.account} any more` };
    }
    const outcome = await send(chatId, { text, html: format === 'html', silent }, signal);
    if (outcome.sent) {
      links.unreachable(chatId, null);
      const waitedMs = Math.max(0, Date.now() - envelope.queuedAt);
      logger.info('Message sent', { chatId, messageId: envelope.id, severity, waitedMs });
      return { outcome: 'sent', restMs: rest(chatId) };
    }
    const { reason } = outcome;
    switch (outcome.kind) {
      case 'slow_down':
        return { outcome: 'lane_wait', ms: outcome.ms, reason };
      case 'unreachable':
        return { outcome: 'retry', reason };
      case 'markup': {
        const plain = plainText(text);
        if (format === 'plain' || plain === '') return { outcome: 'dead', reason };
        return { outcome: 'change', payload: { ...letter, text: plain, format: 'plain' }, reason };
      }
      case 'moved': {
        if (letter.movedFrom !== undefined) return { outcome: 'dead', reason };
        links.moved(chatId, outcome.chatId);
        const payload = { ...letter, chatId: outcome.chatId, movedFrom: chatId };
        return { outcome: 'change', payload, lane: itemOf(payload).lane, reason };
      }
      case 'refused':
        if (outcome.blocked) links.unreachable(chatId, reason);
        return { outcome: 'dead', reason };
    }
  };
}
