import type { ChangeChat, Chat, ChatLinked } from '@neuratrade/api-contracts';
import type { BackendAnswer, BackendFailure } from '../backend/client.js';

/** What is known of a chat's link; `remembered`: why the backend does not tell, this is what it said last; `unknown`: why neither is to be had. */
type LinkState =
  | { readonly linked: Chat; readonly remembered?: BackendFailure }
  | { readonly linked: null }
  | { readonly unknown: string };

/** The chats of an account, or why they are not known; `exists: false`: there is no such account. */
type AccountChats =
  | { readonly ok: true; readonly chats: readonly Chat[]; readonly exists?: false }
  | { readonly ok: false; readonly reason: string };

/** Which chats belong to which account: the backend's word, and what was remembered of it while it does not answer. */
export interface Links {
  of(chatId: number, signal: AbortSignal): Promise<LinkState>;
  ofAccount(account: string, signal: AbortSignal): Promise<AccountChats>;
  /** What is known last: read anew every 60 s and after every change. */
  all(): readonly Chat[];
  link(code: string, chatId: number, signal: AbortSignal): Promise<BackendAnswer<ChatLinked>>;
  /** `value: null`: the chat is not linked. */
  change(chatId: number, change: ChangeChat, signal: AbortSignal): Promise<BackendAnswer<Chat | null>>;
  /** `value: false`: it was not linked. */
  unlink(chatId: number, signal: AbortSignal): Promise<BackendAnswer<boolean>>;
  /** Notes why nothing can be sent to a chat, null where that works again; told to the backend in the background, until it took it. */
  unreachable(chatId: number, reason: string | null): void;
  /** A group became a supergroup: its link moves to the new number, in the background. */
  moved(chatId: number, toChatId: number): void;
  open(): void;
  close(): Promise<void>;
}
