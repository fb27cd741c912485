import type { Chat } from '@neuratrade/api-contracts';
import type { Logger } from '@neuratrade/service-kit';
import type { BackendFailure } from '../backend/client.js';
import type { Links } from '../links/links.js';
import type { Answer } from './answer.js';
import type { Command } from './commands/command.js';
import { escapeHtml } from './render/html.js';

/** A chat that may ask, with its link where the command needs one, or what it is told instead. `unsure`: the link is remembered, as the backend does not tell it. */
export type Access =
  | { readonly link: Chat | undefined; readonly unsure?: BackendFailure | undefined }
  | { readonly refused: Answer };

export interface AccessOptions {
  readonly command: Pick<Command, 'access'>;
  readonly chat: { readonly id: number; readonly type: string };
  readonly botName: string;
  readonly links: Pick<Links, 'of'>;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Whether a chat may ask for something. Only linked chats are told about accounts; a refusal is logged. */
export async function accessOf({
  command,
  chat,
  botName,
  links,
  logger,
  signal,
}: AccessOptions): Promise<Access> {
  if (command.access === 'anyone') return { link: undefined };
  const state = await links.of(chat.id, signal);
  if ('unknown' in state) {
    const text = `I cannot see whom this chat belongs to: ${escapeHtml(state.unknown)}. Try again in a minute.`;
    return { refused: { blocks: [text], alert: true } };
  }
  if (state.linked !== null) return { link: state.linked, unsure: state.remembered };
  logger.warn('Chat refused', { chatId: chat.id, reason: 'not linked' });
  return { refused: { blocks: [howToLink(chat.type, botName)], alert: true } };
}

/** One line for a chat that belongs to no account. */
export function howToLink(chatType: string, botName: string): string {
  const run = 'Run <code>neuratrade telegram link</code> where NeuraTrade runs';
  return chatType === 'private'
    ? `This chat is not linked to an account. ${run} and open the link that it prints.`
    : `This group is not linked to an account. ${run}; an administrator then sends <code>/start@${escapeHtml(botName)} CODE</code> here, the code being the end of that link.`;
}
