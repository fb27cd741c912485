import type { Chat, Message, Update } from 'grammy/types';

/** The chat that an update asks something of the bot for; undefined where it asks nothing, such as talk in a group. */
export function askerOf(update: Update, botName: string | undefined): number | undefined {
  const { message, callback_query: pressed, my_chat_member: member } = update;
  if (message !== undefined) return asks(message, botName) ? message.chat.id : undefined;
  const chat: Chat | undefined = pressed?.message?.chat ?? member?.chat;
  return chat?.id;
}

function asks({ chat, text = '', entities = [] }: Message, botName: string | undefined): boolean {
  if (chat.type === 'private') return true;
  const command = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0);
  if (command === undefined) return false;
  const [, addressee] = text.slice(0, command.length).split('@');
  return addressee === undefined || botName === undefined || sameName(addressee, botName);
}

const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
