import { type ChangeChat, type Chat, changeChatSchema, redeemCodeSchema } from '@neuratrade/api-contracts';
import type { FaultyAnswer } from '@neuratrade/test-kit';

export const INTERNAL = '/api/v1/telegram/internal';
const CHATS = `${INTERNAL}/chats`;
const LINK = `${INTERNAL}/link`;
const LINKED_AT = '2026-03-03T10:00:00Z';
const MOST_WRONG = 5;

/** The chats that the backend knows, and the codes that link them. */
export interface TestChats {
  /** Whether chats that nothing was said about belong to `main`; true at first. */
  linkAll(yes: boolean): void;
  /** Links a chat, as it is by default but for `change`. */
  link(chatId: number, account?: string, change?: Partial<Chat>): void;
  unlink(chatId: number): void;
  of(chatId: number): Chat | undefined;
  all(): Chat[];
  /** Makes a code that links one chat. */
  code(text: string, account?: string): void;
  /** What the backend answers to a request about chats and links; undefined where it is about neither. */
  answer(request: {
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    readonly body: unknown;
  }): FaultyAnswer | undefined;
  isAbout(path: string): boolean;
}

const refused = (status: number, code: string, message: string, retryAfter?: number): FaultyAnswer => ({
  status,
  body: { error: { code, message } },
  ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
});

const newChat = (chatId: number, account: string): Chat => ({
  chat_id: chatId,
  account,
  linked_at: LINKED_AT,
  look: 'light',
  timezone: 'UTC',
  digest: { enabled: false, at: '08:00', since: LINKED_AT },
  unreachable: null,
});

export function createTestChats(): TestChats {
  const chats = new Map<number, Chat>();
  const unlinked = new Set<number>();
  const codes = new Map<string, { account: string; usedBy?: number }>();
  const wrong = new Map<number, number>();
  let linkAll = true;

  function put(chat: Chat): void {
    chats.set(chat.chat_id, chat);
    unlinked.delete(chat.chat_id);
  }

  function take(chatId: number): void {
    chats.delete(chatId);
    unlinked.add(chatId);
  }

  function of(chatId: number): Chat | undefined {
    if (linkAll && !chats.has(chatId) && !unlinked.has(chatId)) put(newChat(chatId, 'main'));
    return chats.get(chatId);
  }

  function change(chat: Chat, wanted: ChangeChat): Chat {
    const { digest, ...rest } = wanted;
    const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const changed = { ...chat, ...set, digest: { ...chat.digest, ...digest } } as Chat;
    if (changed.chat_id !== chat.chat_id) take(chat.chat_id);
    put(changed);
    return changed;
  }

  function one(method: string, chatId: number, body: unknown): FaultyAnswer {
    const chat = of(chatId);
    if (chat === undefined) return refused(404, 'not_found', `Chat ${chatId} is not linked.`);
    if (method === 'GET') return { body: chat };
    if (method === 'DELETE') {
      take(chatId);
      return { status: 204 };
    }
    const wanted = changeChatSchema.safeParse(body);
    return wanted.success
      ? { body: change(chat, wanted.data) }
      : refused(400, 'bad_request', wanted.error.issues[0]?.message ?? '');
  }

  function link(body: unknown): FaultyAnswer {
    const redeemed = redeemCodeSchema.safeParse(body);
    if (!redeemed.success) return refused(400, 'bad_request', redeemed.error.issues[0]?.message ?? '');
    const { code, chat_id: chatId } = redeemed.data;
    if ((wrong.get(chatId) ?? 0) >= MOST_WRONG) {
      const text = 'Too many codes were not valid. Try again in 600 seconds.';
      return refused(429, 'too_many_requests', text, 600);
    }
    const known = codes.get(code);
    if (known === undefined || (known.usedBy ?? chatId) !== chatId) {
      wrong.set(chatId, (wrong.get(chatId) ?? 0) + 1);
      return refused(410, 'gone', 'This code is not valid: it was used, or is older than 10 minutes.');
    }
    known.usedBy = chatId;
    put(newChat(chatId, known.account));
    return { body: { account: known.account } };
  }

  const told = (account: string | undefined): Chat[] =>
    [...chats.values()].filter((chat) => account === undefined || chat.account === account);

  return {
    linkAll(yes) {
      linkAll = yes;
    },
    link: (chatId, account = 'main', changed = {}) => put({ ...newChat(chatId, account), ...changed }),
    unlink: take,
    of,
    all: () => told(undefined),
    code: (text, account = 'main') => void codes.set(text, { account }),
    isAbout: (path) => path === LINK || path === CHATS || path.startsWith(`${CHATS}/`),
    answer({ method, path, query, body }) {
      if (path === LINK) return link(body);
      if (path === CHATS) {
        const list = told(query.account);
        return { body: { chats: list, count: list.length } };
      }
      return path.startsWith(`${CHATS}/`)
        ? one(method, Number(path.slice(CHATS.length + 1)), body)
        : undefined;
    },
  };
}
