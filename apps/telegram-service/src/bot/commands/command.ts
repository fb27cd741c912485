import type { Chat } from '@neuratrade/api-contracts';
import type { Logger } from '@neuratrade/service-kit';
import type { BackendClient } from '../../backend/client.js';
import type { Links } from '../../links/links.js';
import type { Pictures } from '../../pictures/pictures.js';
import type { Answer } from '../answer.js';

/** What a command works with. */
export interface CommandRequest {
  /** What follows the command's name, trimmed. */
  readonly args: string;
  readonly chat: { readonly id: number; readonly type: string };
  /** There unless the command is for anyone. */
  readonly link: Chat | undefined;
  /** In which times are told: the chat's, UTC unless it has chosen one. */
  readonly timezone: string;
  /** All commands, for the one that lists them. */
  readonly commands: readonly Command[];
  readonly backend: BackendClient;
  readonly links: Links;
  readonly pictures: Pictures;
  /** Whether who asks may change what concerns the whole chat; true in private chats. */
  readonly isAdministrator: () => Promise<boolean>;
  /** The bot's username. */
  readonly botName: string;
  readonly logger: Logger;
  /** Aborts when the answer is no longer wanted. */
  readonly signal: AbortSignal;
}

/** Under which heading a command stands in /help and in which order in Telegram's menu. */
export const SECTIONS = ['Your figures', 'Health', 'This chat'] as const;

/** One command of the bot. Its file is named after it and has one line in registry.ts. */
export interface Command {
  /** Without the slash. */
  readonly name: string;
  /** Other names, that are understood but not in the menu. */
  readonly aliases?: readonly string[];
  /** What Telegram's menu and /help say about it. */
  readonly description: string;
  readonly section: (typeof SECTIONS)[number];
  /** What may follow the name, for /help: `[24h|7d|30d]`. */
  readonly usage?: string;
  /** Who may ask: `linked` chats, or `anyone`. */
  readonly access: 'anyone' | 'linked';
  /** Whether it sends pictures. */
  readonly draws?: boolean;
  answer(request: CommandRequest): Promise<Answer> | Answer;
}
