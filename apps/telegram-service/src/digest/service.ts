import type { Chat, Digest } from '@neuratrade/api-contracts';
import { AppError, type Logger } from '@neuratrade/service-kit';
import type { BackendClient } from '../backend/client.js';
import type { Links } from '../links/links.js';
import type { Messages } from '../messages/service.js';
import { type DueDigest, lastDue } from './schedule.js';

const LATEST_MS = 6 * 3_600_000;
/** No clock comes to the same time of the next date sooner than that. */
const SOONEST_MS = 20 * 3_600_000;
const AT_A_TIME = 4;

export interface DigestsOptions {
  readonly links: Pick<Links, 'all' | 'of'>;
  readonly backend: Pick<BackendClient, 'digest'>;
  readonly messages: Pick<Messages, 'send' | 'known'>;
  /** The digest as Telegram's HTML, times in the time zone. */
  readonly render: (digest: Digest, timezone: string) => string;
  readonly logger: Logger;
  /** How often it is looked what is due: each minute, as clocks turn to it. */
  readonly everyMs?: number;
  readonly now?: () => number;
}

/** Sends each chat its digest once a day, at the chat's time. */
export interface Digests {
  open(): void;
  /** Resolves once nothing is under way any more. */
  close(): Promise<void>;
}

/**
 * What is due is queued as a message under a key of chat and date, so that nothing is sent twice. What fails is
 * tried again at each look, and given up six hours after it was due.
 */
export function createDigests({
  links,
  backend,
  messages,
  render,
  logger,
  everyMs = 60_000,
  now = Date.now,
}: DigestsOptions): Digests {
  const closing = new AbortController();
  /** By chat: the digest that needs nothing more, and what was chosen in the chat then. */
  const settled = new Map<number, DueDigest & { chosen: string }>();
  /** By chat: the date of which a failure was told. */
  const told = new Map<number, string>();
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();

  /** The list of chats is a minute old at worst: whether one is still linked is asked anew, for it gets figures. */
  async function sendDigest(chat: Chat, { date }: DueDigest, key: string): Promise<string | undefined> {
    const state = await links.of(chat.chat_id, closing.signal);
    if ('unknown' in state) return state.unknown;
    if (state.linked === null) return undefined;
    if (state.remembered !== undefined) return state.remembered.reason;
    const answer = await backend.digest(chat.chat_id, closing.signal);
    if (!answer.ok) return answer.reason;
    await messages.send(
      {
        chat_id: chat.chat_id,
        account: state.linked.account,
        text: render(answer.value, chat.timezone),
        format: 'html',
        severity: 'info',
        idempotency_key: key,
      },
      closing.signal,
    );
    logger.info('Digest queued', { chatId: chat.chat_id, date });
    return undefined;
  }

  /** Why the digest could not be sent, or undefined when nothing is to be done any more. */
  async function handle(chat: Chat, due: DueDigest): Promise<string | undefined> {
    const key = `digest:${chat.chat_id}:${due.date}`;
    try {
      if (await messages.known(key)) return undefined;
      if (now() - due.at <= LATEST_MS) return await sendDigest(chat, due, key);
      logger.warn('Digest skipped', { chatId: chat.chat_id, date: due.date, reason: 'more than 6h late' });
      return undefined;
    } catch (error) {
      if (error instanceof AppError && error.code === 'conflict') return undefined;
      return reasonOf(error);
    }
  }

  async function look(chat: Chat): Promise<void> {
    const id = chat.chat_id;
    const chosen = `${chat.timezone} ${chat.digest.at} ${chat.digest.since}`;
    const last = settled.get(id);
    if (last?.chosen === chosen && now() >= last.at && now() < last.at + SOONEST_MS) return;
    const due = dueOf(chat);
    if (due === undefined || (last?.chosen === chosen && last.date === due.date)) return;
    const reason = 'fault' in due ? due.fault : await handle(chat, due);
    if (closing.signal.aborted) return;
    if (reason === undefined && 'at' in due) settled.set(id, { ...due, chosen });
    else if (told.get(id) !== due.date) {
      told.set(id, due.date);
      logger.warn('Digest failed', { chatId: id, date: due.date, reason });
    }
  }

  /** A zone that this machine does not know fails its chat's digest alone. */
  function dueOf(chat: Chat): DueDigest | { date: string; fault: string } | undefined {
    try {
      return lastDue(chat, now());
    } catch (error) {
      return { date: new Date(now()).toISOString().slice(0, 10), fault: reasonOf(error) };
    }
  }

  async function lookAtAll(): Promise<void> {
    const chats = links.all().filter(({ digest, unreachable }) => digest.enabled && unreachable === null);
    const rest = chats.values();
    const worker = async () => {
      for (const chat of rest) {
        if (closing.signal.aborted) return;
        await look(chat);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  }

  function next(): void {
    round = lookAtAll().then(() => {
      if (!closing.signal.aborted) timer = setTimeout(next, everyMs - (Date.now() % everyMs));
    });
  }

  return {
    open: next,
    async close() {
      closing.abort(new Error('the service ends'));
      clearTimeout(timer);
      await round;
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
