import type { Chat } from '@neuratrade/api-contracts';
import type { Logger } from '@neuratrade/service-kit';
import type { BackendClient } from '../backend/client.js';
import { createChanges } from './changes.js';
import type { Links } from './links.js';
import { rememberChats } from './remembered.js';
import { createReports } from './reports.js';

const REFRESH_MS = 60_000;
const LONGEST_REASON = 200;

/** `file` keeps what is remembered. */
export function createLinks(options: {
  readonly backend: BackendClient;
  readonly file: string;
  readonly logger: Logger;
}): Links {
  const { backend, file, logger } = options;
  const remembered = rememberChats({ file, logger });
  const closing = new AbortController();
  const changes = createChanges();
  /** Groups that got another number. */
  const moves = new Map<number, number>();
  let timer: NodeJS.Timeout | undefined;

  function settle(chatId: number, chat: Chat | null): void {
    changes.note(chatId);
    if (chat?.chat_id !== chatId) remembered.drop(chatId);
    if (chat === null) return;
    changes.note(chat.chat_id);
    remembered.put(chat);
  }

  const reports = createReports({ tell: backend.changeChat, onTaken: settle });

  async function refresh(): Promise<void> {
    const changedMeanwhile = changes.sinceNow();
    const answer = await backend.chats(undefined, closing.signal);
    if (answer.ok) remembered.replace(answer.value, changedMeanwhile);
  }

  async function of(chatId: number, signal: AbortSignal): ReturnType<Links['of']> {
    const changedMeanwhile = changes.sinceNow();
    const answer = await backend.chat(chatId, signal);
    if (!answer.ok) {
      const known = remembered.get(chatId);
      return known === undefined ? { unknown: answer.reason } : { linked: known, remembered: answer };
    }
    if (!changedMeanwhile(chatId)) {
      if (answer.value === null) remembered.drop(chatId);
      else remembered.put(answer.value);
    }
    const movedTo = moves.get(chatId);
    if (answer.value === null && movedTo !== undefined) return of(movedTo, signal);
    return { linked: answer.value };
  }

  return {
    of,
    async ofAccount(account, signal) {
      const changedMeanwhile = changes.sinceNow();
      const answer = await backend.chats(account, signal);
      if (answer.ok) {
        remembered.replace(answer.value, changedMeanwhile, account);
        return { ok: true, chats: answer.value };
      }
      if (answer.status === 404) return { ok: true, chats: [], exists: false };
      const chats = remembered.all().filter((chat) => chat.account === account);
      return chats.length > 0 ? { ok: true, chats } : { ok: false, reason: answer.reason };
    },
    all: remembered.all,
    async link(code, chatId, signal) {
      const answer = await backend.link(code, chatId, signal);
      if (!answer.ok) return answer;
      changes.note(chatId);
      await of(chatId, signal);
      return answer;
    },
    async change(chatId, change, signal) {
      const answer = await backend.changeChat(chatId, change, signal);
      if (answer.ok) settle(chatId, answer.value);
      return answer;
    },
    async unlink(chatId, signal) {
      const answer = await backend.unlink(chatId, signal);
      if (answer.ok) settle(chatId, null);
      return answer;
    },
    unreachable(chatId, reason) {
      const chat = remembered.get(chatId);
      const pending = reports.pending(chatId)?.unreachable;
      const told = pending === undefined ? (chat?.unreachable ?? null) : pending;
      const word = reason?.slice(0, LONGEST_REASON) ?? null;
      if (told === word) return;
      if (word === null) logger.info('Chat reachable', { chatId });
      else logger.warn('Chat unreachable', { chatId, reason: word });
      if (chat !== undefined) settle(chatId, { ...chat, unreachable: word });
      reports.add(chatId, { unreachable: word });
    },
    moved(chatId, toChatId) {
      logger.info('Chat moved', { chatId, toChatId });
      moves.delete(toChatId);
      if (chatId !== toChatId) moves.set(chatId, toChatId);
      const chat = remembered.get(chatId);
      if (chat !== undefined) settle(chatId, { ...chat, chat_id: toChatId });
      reports.add(chatId, { chat_id: toChatId });
    },
    open() {
      const keepFresh = async (): Promise<void> => {
        await refresh();
        if (!closing.signal.aborted) timer = setTimeout(keepFresh, REFRESH_MS).unref();
      };
      void keepFresh();
      reports.open();
    },
    async close() {
      closing.abort();
      clearTimeout(timer);
      await reports.close();
      await remembered.flush();
    },
  };
}
