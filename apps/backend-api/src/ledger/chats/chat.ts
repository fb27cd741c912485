import { chatIdSchema, type Look, type Chat as ToldChat } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { AppError, badValue, given, type Query } from '@neuratrade/service-kit';

const WANTED = "Telegram's number of a chat, as 123456789.";

/** A chat, the account that it belongs to, and what was chosen in it. Instants in milliseconds of the epoch. */
export interface LinkedChat {
  readonly chatId: number;
  readonly account: string;
  readonly linkedAt: number;
  readonly look: Look;
  readonly timezone: string;
  /** `since`: when it was last switched or moved. */
  readonly digest: { readonly enabled: boolean; readonly at: string; readonly since: number };
  /** Why nothing can be sent to it. */
  readonly unreachable: string | null;
}

/** As `GET /api/v1/chats` tells it. */
export function toldChat({ chatId, account, linkedAt, digest, ...chosen }: LinkedChat): ToldChat {
  const { look, timezone, unreachable } = chosen;
  return {
    chat_id: chatId,
    account,
    linked_at: timestamp(linkedAt),
    ...{ look, timezone, unreachable },
    digest: { ...digest, since: timestamp(digest.since) },
  };
}

function timestamp(at: number): string {
  return formatTimestamp(new Date(at));
}

/**
 * The chat that a request means.
 *
 * @throws {AppError} `bad_request` when it names none, or what can be none
 */
export function chatIdOf(query: Query): number {
  const text = given(query, 'chat_id');
  if (text === undefined) throw new AppError('bad_request', `chat_id is missing: give ${WANTED}`);
  return parseChatId(text);
}

/** @throws {AppError} `bad_request` for what can be no chat */
export function parseChatId(text: string): number {
  const { success, data } = chatIdSchema.safeParse(/^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN);
  if (success) return data;
  throw badValue('chat_id', text, WANTED);
}
