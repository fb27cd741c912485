import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { accountNameSchema, MAIN_ACCOUNT } from './common.js';

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

/** How pictures look in a chat. */
export const LOOKS = ['light', 'dark'] as const;

/** A time of day as a clock shows it: `08:00`. */
export const clockTimeSchema = z
  .string('must be a text')
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time from 00:00 to 23:59');

/** A linked chat and what was chosen in it. */
export const chatSchema = z.object({
  chat_id: chatIdSchema,
  account: accountNameSchema,
  linked_at: timestampSchema,
  look: z.enum(LOOKS),
  /** IANA name, `UTC` or `Europe/Berlin`. */
  timezone: z.string().min(1),
  /** `at`: the chat's local time of day; `since`: when it was last switched or moved, before which none is due. */
  digest: z.object({ enabled: z.boolean(), at: clockTimeSchema, since: timestampSchema }),
  /** Why nothing can be sent to the chat, null while that works. */
  unreachable: z.string().min(1).nullable(),
});

/** `GET /api/v1/chats` and, for the services, `GET /api/v1/telegram/internal/chats?account=`; one of them: `…/internal/chats/:chat_id`. */
export const chatsSchema = z.object({ chats: z.array(chatSchema), count: z.int().nonnegative() });

/** `PATCH /api/v1/telegram/internal/chats/:chat_id`: what is named is changed; `chat_id` where Telegram gave the chat another number. */
export const changeChatSchema = z.strictObject({
  chat_id: chatIdSchema.optional(),
  look: z.enum(LOOKS, `must be ${LOOKS.join(' or ')}`).optional(),
  timezone: z
    .string('must be a text')
    .max(64, 'is longer than any time zone')
    .refine(isTimezone, 'must be a time zone, as UTC or Europe/Berlin')
    .optional(),
  digest: z
    .strictObject({ enabled: z.boolean('must be true or false'), at: clockTimeSchema })
    .partial()
    .optional(),
  unreachable: z
    .string('must be a text')
    .min(1, 'must not be empty')
    .max(200, 'is too long')
    .nullable()
    .optional(),
});

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export type LinkCode = z.infer<typeof linkCodeSchema>;
export type ChatLinked = z.infer<typeof chatLinkedSchema>;
export type Bot = z.infer<typeof botSchema>;
export type Look = (typeof LOOKS)[number];
export type Chat = z.infer<typeof chatSchema>;
export type Chats = z.infer<typeof chatsSchema>;
export type ChangeChat = z.infer<typeof changeChatSchema>;
