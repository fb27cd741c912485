import type { Chat, LinkCode } from '@neuratrade/api-contracts';
import pc from 'picocolors';
import { printable } from '../logs/printable.js';
import { renderTable } from './table.js';

const UNKNOWN_BOT = 'your_bot';

export function renderChats(chats: readonly Chat[]): string {
  if (chats.length === 0) return 'No chat is linked. neuratrade telegram link makes a link that does it.';
  const rows = chats.map((chat) => [String(chat.chat_id), chat.account, chat.linked_at, digestOf(chat)]);
  const mute = chats.flatMap(({ chat_id, unreachable }) =>
    unreachable === null
      ? []
      : [`${pc.yellow('!')} ${chat_id}: nothing can be sent to it: ${printable(unreachable)}`],
  );
  return [renderTable(['CHAT', 'ACCOUNT', 'LINKED', 'DIGEST'], rows), ...mute].join('\n');
}

function digestOf({ digest: { enabled, at }, timezone }: Chat): string {
  return enabled ? `${at} ${printable(timezone)}` : pc.dim('off');
}

/** Where the code is redeemed. */
export function linkOf({ bot, code }: LinkCode): string {
  return `https://t.me/${bot ?? UNKNOWN_BOT}?start=${code}`;
}

/** What to do with a code; the link stands in the last line. */
export function renderLink(link: LinkCode): string {
  return [
    `Open this in Telegram to link your chat with the bot to account ${link.account}. It works once, until ${link.expires_at}.`,
    ...(link.bot === null ? [`The bot's name is not known now: put it in the place of ${UNKNOWN_BOT}.`] : []),
    linkOf(link),
  ].join('\n');
}
