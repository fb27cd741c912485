import { type Answer, failure, SET_WEBHOOK_CONFLICT, success, WEBHOOK_CONFLICT } from './errors.js';
import { botUser, messageAnswer } from './messages.js';
import type { BotIdentity } from './types.js';
import type { createUpdateQueue } from './updates.js';
import type { createWebhookSender } from './webhook.js';

interface MethodContext {
  readonly bot: BotIdentity;
  readonly queue: ReturnType<typeof createUpdateQueue>;
  readonly webhook: ReturnType<typeof createWebhookSender>;
  nextMessageId(): number;
}

type Payload = Readonly<Record<string, unknown>>;
type Respond = (answer: Answer) => void;

/** A method answers through `respond`, now or later; what it returns gives the call up (the client went away). */
type Method = (context: MethodContext, payload: Payload, respond: Respond) => (() => void) | undefined;

const now =
  (answer: (context: MethodContext, payload: Payload) => Answer): Method =>
  (context, payload, respond) => {
    respond(answer(context, payload));
    return undefined;
  };

/** Methods that show in a chat. */
export const VISIBLE = new Set(['sendMessage', 'sendPhoto', 'editMessageText', 'answerCallbackQuery']);

export const METHODS: Readonly<Record<string, Method>> = {
  getMe: now(({ bot }) =>
    success({
      ...botUser(bot),
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    }),
  ),
  getUpdates: ({ queue, webhook }, payload, respond) => {
    if (webhook.active()) {
      respond(failure(409, WEBHOOK_CONFLICT));
      return undefined;
    }
    const allowedUpdates = payload.allowed_updates as readonly string[] | undefined;
    const limit = Math.min(100, Math.max(1, Number(payload.limit ?? 100)));
    const timeout = Math.min(50, Math.max(0, Number(payload.timeout ?? 0)));
    return queue.poll({ offset: Number(payload.offset ?? 0), limit, timeout, allowedUpdates }, respond);
  },
  setWebhook: now(({ queue, webhook }, payload) => {
    const url = String(payload.url ?? '');
    const secret = payload.secret_token as string | undefined;
    if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret)) {
      return failure(400, 'Bad Request: secret token contains unallowed characters');
    }
    queue.interrupt(failure(409, SET_WEBHOOK_CONFLICT));
    const allowedUpdates = (payload.allowed_updates as readonly string[] | undefined) ?? [];
    webhook.set(url === '' ? undefined : { url, secretToken: secret, allowedUpdates });
    return success(true);
  }),
  deleteWebhook: now(({ webhook }) => {
    webhook.set(undefined);
    return success(true);
  }),
  getWebhookInfo: now(({ webhook }) => success(webhook.info())),
  sendMessage: now((context, payload) =>
    messageAnswer(context.bot, context.nextMessageId(), payload, 'text'),
  ),
  sendPhoto: now((context, payload) =>
    payload.photo === undefined
      ? failure(400, 'Bad Request: there is no photo in the request')
      : messageAnswer(context.bot, context.nextMessageId(), payload, 'caption'),
  ),
  editMessageText: now((context, payload) =>
    messageAnswer(context.bot, Number(payload.message_id ?? 0), payload, 'text'),
  ),
  answerCallbackQuery: now(() => success(true)),
  setMyCommands: now(() => success(true)),
};
