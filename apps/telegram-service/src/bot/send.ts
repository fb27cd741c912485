import { type Api, GrammyError } from 'grammy';
import { failureOf, passingFailure } from './failure.js';
import { grammySignal } from './signals.js';

/** A message on its own, in no answer to anything. */
export interface OutgoingMessage {
  readonly text: string;
  /** Whether the text is Telegram's HTML. */
  readonly html: boolean;
  /** Comes without a sound. */
  readonly silent: boolean;
}

/** How Telegram took a message; `reason` is short, for people, and free of secrets. */
export type SendOutcome =
  | { readonly sent: true }
  | ({ readonly sent: false; readonly reason: string } & (
      | { readonly kind: 'slow_down'; readonly ms: number }
      /** Telegram was not reached, or did not answer: the message may have come through all the same. */
      | { readonly kind: 'unreachable' }
      | { readonly kind: 'markup' }
      /** The group is a supergroup now. */
      | { readonly kind: 'moved'; readonly chatId: number }
      /** `blocked`: nothing can be sent to this chat any more. */
      | { readonly kind: 'refused'; readonly blocked: boolean }
    ));

const MARKUP = /can't parse entities/i;
const NO_CHAT = /chat not found|PEER_ID_INVALID/i;

/** Sends messages, each in one attempt; failures are values. */
export function createSend(api: Api) {
  return async (chatId: number, message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome> => {
    const { text, html, silent } = message;
    const other = {
      ...(html && { parse_mode: 'HTML' as const }),
      ...(silent && { disable_notification: true }),
      link_preview_options: { is_disabled: true },
    };
    try {
      await api.sendMessage(chatId, text, other, grammySignal(signal));
      return { sent: true };
    } catch (error) {
      return outcomeOf(error);
    }
  };
}

/** What an error of grammY means for a message. */
function outcomeOf(error: unknown): SendOutcome {
  const { kind, reason, retryAfterMs } = failureOf(error);
  if (kind === 'rate_limited') return { sent: false, kind: 'slow_down', ms: retryAfterMs ?? 1_000, reason };
  if (passingFailure(error) !== undefined) return { sent: false, kind: 'unreachable', reason };
  if (!(error instanceof GrammyError)) return { sent: false, kind: 'refused', blocked: false, reason };
  const { error_code: code, description, parameters } = error;
  const movedTo = parameters.migrate_to_chat_id;
  if (movedTo !== undefined) return { sent: false, kind: 'moved', chatId: movedTo, reason };
  if (MARKUP.test(description)) return { sent: false, kind: 'markup', reason };
  return { sent: false, kind: 'refused', blocked: code === 403 || NO_CHAT.test(description), reason };
}
