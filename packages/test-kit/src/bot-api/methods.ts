import type { Callbacks } from './callbacks.js';
import { type Call, CHAT_METHODS, type ChatContext } from './chat-methods.js';
import { botUser } from './chats.js';
import {
  type Answer,
  badRequest,
  failure,
  SET_WEBHOOK_CONFLICT,
  success,
  WEBHOOK_CONFLICT,
} from './errors.js';
import type { createUpdateQueue } from './updates.js';
import type { createWebhookSender } from './webhook.js';

interface MethodContext extends ChatContext {
  readonly queue: ReturnType<typeof createUpdateQueue>;
  readonly webhook: ReturnType<typeof createWebhookSender>;
  readonly callbacks: Callbacks;
}

type Respond = (answer: Answer) => void;

/** A method answers through `respond`, now or later; what it returns gives the call up (the client went away). */
type Method = (context: MethodContext, call: Call, respond: Respond) => (() => void) | undefined;

const now =
  (answer: (context: MethodContext, call: Call) => Answer): Method =>
  (context, call, respond) => {
    respond(answer(context, call));
    return undefined;
  };

/** Methods that show in a chat. */
export const VISIBLE = new Set([
  'sendMessage',
  'sendPhoto',
  'editMessageText',
  'editMessageCaption',
  'editMessageMedia',
  'editMessageReplyMarkup',
  'deleteMessage',
  'answerCallbackQuery',
]);

/** Methods that Telegram's limits on sending hold for. */
export const PACED: ReadonlySet<string> = new Set([...VISIBLE].filter((name) => /^(send|edit)/.test(name)));

export const METHODS: Readonly<Record<string, Method>> = {
  getMe: now(({ bot }) =>
    success({
      ...botUser(bot),
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    }),
  ),
  getUpdates: ({ queue, webhook }, { payload }, respond) => {
    if (webhook.active()) {
      respond(failure(409, WEBHOOK_CONFLICT));
      return undefined;
    }
    const allowedUpdates = payload.allowed_updates as readonly string[] | undefined;
    const limit = Math.min(100, Math.max(1, Number(payload.limit ?? 100)));
    const timeout = Math.min(50, Math.max(0, Number(payload.timeout ?? 0)));
    return queue.poll({ offset: Number(payload.offset ?? 0), limit, timeout, allowedUpdates }, respond);
  },
  setWebhook: now(({ queue, webhook }, { payload }) => {
    const url = String(payload.url ?? '');
    const secret = payload.secret_token as string | undefined;
    if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret)) {
      return failure(400, 'Bad Request: secret token contains unallowed characters');
    }
    queue.interrupt(failure(409, SET_WEBHOOK_CONFLICT));
    const allowedUpdates = (payload.allowed_updates as readonly string[] | undefined) ?? [];
    queue.allow(allowedUpdates);
    webhook.set(url === '' ? undefined : { url, secretToken: secret, allowedUpdates });
    return success(true);
  }),
  deleteWebhook: now(({ webhook }) => {
    webhook.set(undefined);
    return success(true);
  }),
  getWebhookInfo: now(({ webhook }) => success(webhook.info())),
  answerCallbackQuery: now(({ callbacks }, { payload }) => callbacks.answer(payload.callback_query_id)),
  setMyCommands: now((_context, { payload }) => {
    const commands = payload.commands as readonly { command: string; description: string }[];
    if (!commands.every(({ command }) => /^[a-z\d_]{1,32}$/.test(command)))
      return badRequest('BOT_COMMAND_INVALID');
    return commands.every(({ description }) => description !== '' && description.length <= 256)
      ? success(true)
      : badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }),
  ...Object.fromEntries(Object.entries(CHAT_METHODS).map(([name, answer]) => [name, now(answer)])),
};
