import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { chatIdSchema } from './chats.js';
import { accountNameSchema } from './common.js';

/** From the least to the most urgent; an urgent message overtakes others of its chat, and `info` comes without a sound. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
/** Telegram's limit, in UTF-16 units of what a chat shows. */
export const MOST_TEXT = 4_096;

/** `POST /api/v1/messages` of telegram-service: to one chat, or to every chat of an account. */
export const newMessageSchema = z
  .strictObject({
    chat_id: chatIdSchema.optional(),
    account: accountNameSchema.optional(),
    /** In Telegram's HTML, or without any markup where `format` is `plain`. */
    text: z.string('must be a text').trim().min(1, 'must not be empty').max(20_000, 'is too long'),
    format: z.enum(['html', 'plain'], 'must be html or plain').default('html'),
    severity: z.enum(SEVERITIES, `must be one of ${SEVERITIES.join(', ')}`).default('info'),
    /** What is sent again under the same key is the same message, for a week. */
    idempotency_key: z
      .string('must be a text')
      .min(1, 'must not be empty')
      .max(128, 'must be at most 128 characters')
      .optional(),
  })
  .refine(
    ({ chat_id, account }) => (chat_id === undefined) !== (account === undefined),
    'Name either chat_id or account.',
  );

/** `queued`: waits or is on its way; `dead`: given up, for the reason in `error`. */
export const messageSchema = z.object({
  id: z.string().min(1),
  chat_id: chatIdSchema,
  severity: z.enum(SEVERITIES),
  state: z.enum(['queued', 'sent', 'dead']),
  text: z.string(),
  attempts: z.int().nonnegative(),
  queued_at: timestampSchema,
  /** When it is tried next; null when it is not any more. */
  next_attempt_at: timestampSchema.nullable(),
  /** When it was sent or given up. */
  ended_at: timestampSchema.nullable(),
  /** Why the last attempt failed. */
  error: z.string().min(1).nullable(),
});

/** 202 of `POST /api/v1/messages`, 200 where the key was known. */
export const messagesQueuedSchema = z.object({ messages: z.array(messageSchema) });

/** `GET /api/v1/messages?state=queued|dead|sent&limit=`: oldest first; `POST /api/v1/messages/:id/retry` answers one of them. */
export const messagesSchema = z.object({ messages: z.array(messageSchema), count: z.int().nonnegative() });

/** What waits to be sent. */
export const outboxStateSchema = z.object({
  queued: z.int().nonnegative(),
  /** Of the longest waiting message. */
  oldest_age_seconds: z.number().nonnegative().nullable(),
  dead: z.int().nonnegative(),
  last_error: z.string().min(1).nullable(),
});

/** `GET /api/v1/health/details` of telegram-service. */
export const telegramDetailsSchema = z.object({
  bot_active: z.boolean(),
  error: z.string().min(1).nullable(),
  /** Updates that Telegram handed over and that are not answered yet. */
  updates: z.object({ open: z.int().nonnegative(), oldest_age_seconds: z.number().nonnegative().nullable() }),
  outbox: outboxStateSchema,
  timestamp: timestampSchema,
});

export type Severity = (typeof SEVERITIES)[number];
export type NewMessage = z.infer<typeof newMessageSchema>;
export type Message = z.infer<typeof messageSchema>;
export type Messages = z.infer<typeof messagesSchema>;
export type MessagesQueued = z.infer<typeof messagesQueuedSchema>;
export type OutboxState = z.infer<typeof outboxStateSchema>;
export type TelegramDetails = z.infer<typeof telegramDetailsSchema>;
