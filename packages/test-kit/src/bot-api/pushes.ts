import { type Chats, unixTime } from './chats.js';
import type { CallbackPress, PushedUpdate, TextMessage } from './types.js';

/** Telegram's own account, which stands as the author of what anonymous administrators write. */
const ANONYMOUS = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };

/** A message that a user sent, as it arrives in an update. */
export function textUpdate(chats: Chats, message: TextMessage): PushedUpdate {
  const { chatId, text, chatType = 'private', firstName = 'Ada', fromId, anonymous = false } = message;
  chats.setType(chatId, chatType);
  const chat = chats.chat(chatId, firstName);
  const command = /^\/\S+/.exec(text)?.[0];
  const user = { id: fromId ?? Math.abs(chatId), is_bot: false, first_name: firstName };
  const inChannel = chatType === 'channel';
  return {
    [inChannel ? 'channel_post' : 'message']: {
      message_id: chats.nextMessageId(),
      date: unixTime(),
      chat,
      ...(!inChannel && { from: anonymous ? ANONYMOUS : user }),
      ...((inChannel || anonymous) && { sender_chat: chat }),
      text,
      ...(command && { entities: [{ type: 'bot_command', offset: 0, length: command.length }] }),
    },
  };
}

/** A press of a button, as it arrives in an update: with the message, or with what is left of one that is gone. */
export function callbackUpdate(chats: Chats, press: CallbackPress, id: string): PushedUpdate {
  const { chatId, messageId, data, chatType, fromId } = press;
  if (chatType !== undefined) chats.setType(chatId, chatType);
  const message = chats.find(chatId, messageId);
  return {
    callback_query: {
      id,
      from: { id: fromId ?? Math.abs(chatId), is_bot: false, first_name: 'Ada' },
      message: message ? chats.json(message) : { message_id: messageId, chat: chats.chat(chatId), date: 0 },
      chat_instance: String(chatId),
      data,
    },
  };
}
