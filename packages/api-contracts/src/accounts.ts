import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { accountNameSchema, MAIN_ACCOUNT } from './common.js';

/** `POST /api/v1/accounts`. */
export const addAccountSchema = z.strictObject({ name: accountNameSchema });

export const accountSchema = z.object({ name: accountNameSchema, created_at: timestampSchema });

/** `GET /api/v1/accounts`. */
export const accountsSchema = z.object({ accounts: z.array(accountSchema), count: z.int().nonnegative() });

/** Telegram's number of a chat; those of groups are negative. */
export const chatIdSchema = z.int('must be a whole number');

/** `POST /api/v1/chats/codes`. */
export const newCodeSchema = z.strictObject({ account: accountNameSchema.default(MAIN_ACCOUNT) });

/** A one-time code that links a chat to an account; `bot` is the bot's username, null while it is not known. */
export const linkCodeSchema = z.object({
  code: z.string().min(1),
  account: accountNameSchema,
  expires_at: timestampSchema,
  bot: z.string().min(1).nullable(),
});

/** `POST /api/v1/telegram/internal/link`. */
export const redeemCodeSchema = z.strictObject({
  code: z.string('must be a text').min(1, 'must not be empty').max(128, 'is longer than any code'),
  chat_id: chatIdSchema,
});

/** What became of a code: the account that the chat belongs to from now on. */
export const chatLinkedSchema = z.object({ account: accountNameSchema });

/** `GET /api/v1/bot` of telegram-service: null until Telegram told who the bot is. */
export const botSchema = z.object({ username: z.string().min(1).nullable() });

export const chatSchema = z.object({
  chat_id: chatIdSchema,
  account: accountNameSchema,
  linked_at: timestampSchema,
});

/** `GET /api/v1/chats`. */
export const chatsSchema = z.object({ chats: z.array(chatSchema), count: z.int().nonnegative() });

export type Account = z.infer<typeof accountSchema>;
export type Accounts = z.infer<typeof accountsSchema>;
export type LinkCode = z.infer<typeof linkCodeSchema>;
export type ChatLinked = z.infer<typeof chatLinkedSchema>;
export type Bot = z.infer<typeof botSchema>;
export type Chat = z.infer<typeof chatSchema>;
export type Chats = z.infer<typeof chatsSchema>;
