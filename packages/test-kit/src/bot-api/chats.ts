import type { Content } from './content.js';
import type { BotIdentity, ChatType, ShownMessage } from './types.js';

export interface BotMessage {
  readonly chatId: number;
  readonly messageId: number;
  readonly date: number;
  readonly editedAt?: number;
  readonly content: Content;
}

export function unixTime(): number {
  return Math.floor(Date.now() / 1_000);
}

export function botUser({ id, username }: BotIdentity) {
  return { id, is_bot: true, first_name: username, username };
}

/** The chats of one bot: what it put there, of which type they are, and who administrates them. */
export function createChats(bot: BotIdentity) {
  const types = new Map<number, ChatType>();
  const messages = new Map<number, Map<number, BotMessage>>();
  const administrators = new Map<number, readonly number[]>();
  let lastMessageId = 0;

  const typeOf = (chatId: number) => types.get(chatId) ?? (chatId > 0 ? 'private' : 'supergroup');
  const chat = (chatId: number, firstName = 'Ada') => {
    const type = typeOf(chatId);
    return type === 'private'
      ? { id: chatId, type, first_name: firstName }
      : { id: chatId, type, title: 'Desk' };
  };

  function put(message: BotMessage): BotMessage {
    const own = messages.get(message.chatId) ?? new Map<number, BotMessage>();
    messages.set(message.chatId, own.set(message.messageId, message));
    return message;
  }

  return {
    chat,
    setType: (chatId: number, type: ChatType) => types.set(chatId, type),
    nextMessageId: () => ++lastMessageId,
    add: (chatId: number, content: Content) =>
      put({ chatId, messageId: ++lastMessageId, date: unixTime(), content }),
    find: (chatId: number, messageId: number) => messages.get(chatId)?.get(messageId),
    change: (message: BotMessage, content: Content) => put({ ...message, editedAt: unixTime(), content }),
    remove: (chatId: number, messageId: number) => messages.get(chatId)?.delete(messageId) ?? false,
    administrators,
    /** A message as Telegram hands it out. */
    json({ chatId, messageId, date, editedAt, content }: BotMessage) {
      const { kind, text, entities, photo, keyboard } = content;
      const field = kind === 'text' ? 'text' : 'caption';
      return {
        message_id: messageId,
        from: botUser(bot),
        chat: chat(chatId),
        date,
        ...(editedAt !== undefined && { edit_date: editedAt }),
        ...(photo && {
          photo: [{ file_id: `photo-${messageId}`, file_unique_id: `${messageId}`, width: 0, height: 0 }],
        }),
        ...((kind === 'text' || text !== '') && { [field]: text }),
        ...(entities.length > 0 && { [kind === 'text' ? 'entities' : 'caption_entities']: entities }),
        ...(keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } }),
      };
    },
    shown: (chatId: number): ShownMessage[] =>
      [...(messages.get(chatId)?.values() ?? [])].map(({ messageId, content }) => ({
        messageId,
        text: content.text,
        photo: content.photo,
        buttons: content.keyboard.map((row) =>
          row.map(({ text, callback_data: data, url }) => ({ text, data: data ?? url ?? '' })),
        ),
      })),
  };
}

export type Chats = ReturnType<typeof createChats>;
