import { chatIdSchema, type Chat as ToldChat } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { AppError, badValue, given, type Query } from '@neuratrade/service-kit';

const WANTED = "Telegram's number of a chat, as 123456789.";

/** A chat and the account that it belongs to; `linkedAt` in milliseconds of the epoch. */
export interface LinkedChat {
  readonly chatId: number;
  readonly account: string;
  readonly linkedAt: number;
}

/** As `GET /api/v1/chats` tells it. */
export function toldChat({ chatId, account, linkedAt }: LinkedChat): ToldChat {
  return { chat_id: chatId, account, linked_at: formatTimestamp(new Date(linkedAt)) };
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
