import { createHash } from 'node:crypto';
import {
  type Message,
  type Messages as MessageList,
  MOST_TEXT,
  type NewMessage,
} from '@neuratrade/api-contracts';
import { AppError, grouped, type Logger } from '@neuratrade/service-kit';
import type { OutboxState } from '@neuratrade/service-kit/outbox';
import type { Links } from '../links/links.js';
import { createDeliver, type Send } from './deliver.js';
import { itemOf, type Letter, messageOf } from './letter.js';
import { openOutbox } from './open-outbox.js';
import { plainText } from './plain.js';
import { createGuarded, RETRY_AFTER_S } from './refusals.js';

export interface MessagesOptions {
  /** `$NEURATRADE_HOME/data/outbox`. */
  readonly folder: string;
  readonly send: Send;
  readonly links: Pick<Links, 'of' | 'ofAccount' | 'unreachable' | 'moved'>;
  readonly logger: Logger;
  /** What could not be sent for this long is given up. */
  readonly giveUpAfterMs: number;
}

/** What is to be said in chats: durable from the moment it is taken until it is said, or given up with the reason. */
export interface Messages {
  /**
   * One message for each chat, on disk when it resolves. `known`: the idempotency key was, these are those of the first time. One that names
   * an account is given up where the chat belongs to it no more; with `chat_id` beside it, it is for that chat alone.
   *
   * @throws {AppError} `bad_request`, `not_found`, `conflict` or `unavailable`
   */
  send(
    message: NewMessage,
    signal?: AbortSignal,
  ): Promise<{ readonly known: boolean; readonly messages: Message[] }>;
  /** Whether something was sent under this idempotency key within a week. */
  known(key: string): Promise<boolean>;
  get(id: string): Promise<Message>;
  list(query: { readonly state: Message['state']; readonly limit: number }): Promise<MessageList>;
  /** Queues one again that was given up. */
  retry(id: string): Promise<Message>;
  state(): OutboxState;
  start(): void;
  close(): Promise<void>;
}

export async function createMessages(options: MessagesOptions): Promise<Messages> {
  const { folder, links, logger, giveUpAfterMs } = options;
  const guarded = createGuarded(folder);
  const outbox = await openOutbox<Letter>({
    folder,
    deliver: createDeliver(options),
    logger,
    giveUpAfterMs,
    onDead: ({ id, payload, attempts, error }) => {
      logger.warn('Message given up', { chatId: payload.chatId, messageId: id, attempts, reason: error });
    },
  });

  async function chatsOf(message: NewMessage, signal: AbortSignal): Promise<readonly number[]> {
    const { chat_id: chatId, account } = message;
    if (chatId !== undefined) return [chatId];
    const answer = await links.ofAccount(account ?? '', signal);
    if (!answer.ok) {
      throw new AppError(
        'unavailable',
        `Which chats belong to account ${account} cannot be seen now: ${answer.reason}. Send it again in a minute, or name chat_id.`,
        { retryAfterSeconds: RETRY_AFTER_S },
      );
    }
    if (answer.chats.length > 0) return answer.chats.map((chat) => chat.chat_id);
    if (answer.exists === false) {
      throw new AppError(
        'not_found',
        `There is no account ${account}. Add it with neuratrade accounts add ${account}.`,
      );
    }
    throw new AppError(
      'not_found',
      `No chat is linked to account ${account}. neuratrade telegram link --account ${account} makes a link: open it in Telegram.`,
    );
  }

  async function found(id: string, envelope: ReturnType<typeof outbox.get>): Promise<Message> {
    const there = await envelope;
    if (there !== undefined) return messageOf(there);
    throw new AppError('not_found', `There is no message ${id}. What has ended is kept for a week.`);
  }

  return {
    async send(message, signal = new AbortController().signal) {
      const { text, format, severity } = refuseUnshown({ ...message, text: wellFormed(message.text) });
      const key = keyOf(message);
      const isKnown = key !== undefined && (await guarded(outbox.has(key.text)));
      const chats = isKnown ? [] : await chatsOf(message, signal);
      const whose = message.account === undefined ? {} : { account: message.account };
      const items = chats.map((chatId) => itemOf({ chatId, text, format, severity, ...whose }));
      const { known, envelopes } = await guarded(outbox.add(items, key));
      return { known, messages: envelopes.map(messageOf) };
    },
    known: (key) => guarded(outbox.has(key)),
    get: (id) => found(id, guarded(outbox.get(id))),
    async list(query) {
      const { envelopes, count } = await guarded(outbox.list(query));
      return { messages: envelopes.map(messageOf), count };
    },
    async retry(id) {
      const queued = await guarded(outbox.retry(id));
      if (queued !== undefined) return messageOf(queued);
      const { state } = await found(id, guarded(outbox.get(id)));
      throw new AppError('conflict', `Message ${id} is ${state}: only one that was given up can be retried.`);
    },
    state: outbox.state,
    start: outbox.start,
    close: outbox.close,
  };
}

/** Half a character of two UTF-16 units is what Telegram would refuse a whole message for. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** @throws {AppError} `bad_request` for a text of which a chat would show nothing, or more than Telegram allows */
function refuseUnshown(message: NewMessage): NewMessage {
  const { length } = message.format === 'html' ? plainText(message.text) : message.text;
  if (length === 0) throw new AppError('bad_request', 'text shows nothing: it is markup alone.');
  if (length <= MOST_TEXT) return message;
  throw new AppError(
    'bad_request',
    `text is too long: a chat would show ${grouped(String(length))} characters, Telegram allows ${grouped(String(MOST_TEXT))}. Cut it, or send it in parts.`,
  );
}

function keyOf(message: NewMessage): { text: string; fingerprint: string } | undefined {
  const { idempotency_key: text, chat_id, account, text: said, format, severity } = message;
  if (text === undefined) return undefined;
  const content = JSON.stringify([chat_id ?? null, account ?? null, said, format, severity]);
  return { text, fingerprint: createHash('sha256').update(content).digest('base64url') };
}
