import { type BotMessage, botUser, type Chats } from './chats.js';
import { type Content, looksTheSame, type Refusal, readContent } from './content.js';
import { type Answer, badRequest, failure, NOT_MODIFIED, success } from './errors.js';
import { readKeyboard } from './keyboard.js';
import type { BotIdentity } from './types.js';

export interface ChatContext {
  readonly bot: BotIdentity;
  readonly chats: Chats;
}

/** A call of a method: its parameters and its files by the name of their field. */
export interface Call {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

type ChatMethod = (context: ChatContext, call: Call) => Answer;

const ACTIONS = new Set(['typing', 'upload_photo', 'upload_document', 'find_location', 'choose_sticker']);

const send =
  (read: (context: ChatContext, call: Call) => Content | Refusal): ChatMethod =>
  (context, call) => {
    const { chat_id: chatId } = call.payload;
    if (chatId === undefined || chatId === '') return badRequest('chat_id is empty');
    const content = read(context, call);
    if ('problem' in content) return badRequest(content.problem);
    return success(context.chats.json(context.chats.add(Number(chatId), content)));
  };

const edit =
  (change: (context: ChatContext, call: Call, content: Content) => Content | Refusal): ChatMethod =>
  (context, call) => {
    const message = named(context, call);
    if (message === undefined) return badRequest('message to edit not found');
    const content = change(context, call, message.content);
    if ('problem' in content) return badRequest(content.problem);
    if (looksTheSame(content, message.content)) return failure(400, NOT_MODIFIED);
    return success(context.chats.json(context.chats.change(message, content)));
  };

function named({ chats }: ChatContext, { payload }: Call): BotMessage | undefined {
  return chats.find(Number(payload.chat_id), Number(payload.message_id));
}

/** What stands behind a `photo` or a `media`: an upload of this call, or the id of a picture in the same chat. */
function photoOf({ chats }: ChatContext, { payload, files }: Call, field: string, value: unknown) {
  const upload = files.get(typeof value === 'string' ? value.replace(/^attach:\/\//, '') : field);
  if (upload !== undefined) return upload;
  const id = /^photo-(\d+)$/.exec(String(value))?.[1];
  return id === undefined ? undefined : chats.find(Number(payload.chat_id), Number(id))?.content.photo;
}

function photoContent(context: ChatContext, call: Call): Content | Refusal {
  if (call.payload.photo === undefined) return { problem: 'there is no photo in the request' };
  const photo = photoOf(context, call, 'photo', call.payload.photo);
  if (photo === undefined) return { problem: 'wrong remote file identifier specified: Wrong string length' };
  return readContent(call.payload, photo);
}

function mediaContent(context: ChatContext, call: Call): Content | Refusal {
  const media = call.payload.media as { type?: string; media?: unknown } | undefined;
  if (media?.type !== 'photo') return { problem: `type "${media?.type ?? ''}" is not supported here` };
  const photo = photoOf(context, call, 'media', media.media);
  if (photo === undefined) return { problem: 'wrong file identifier/HTTP URL specified' };
  return readContent({ ...media, reply_markup: call.payload.reply_markup }, photo);
}

export const CHAT_METHODS: Readonly<Record<string, ChatMethod>> = {
  sendMessage: send((_context, { payload }) => readContent(payload, undefined)),
  sendPhoto: send(photoContent),
  editMessageText: edit((_context, { payload }, { kind }) =>
    kind === 'text'
      ? readContent(payload, undefined)
      : { problem: 'there is no text in the message to edit' },
  ),
  editMessageCaption: edit((_context, { payload }, { kind, photo }) =>
    kind === 'photo'
      ? readContent(payload, photo)
      : { problem: 'there is no caption in the message to edit' },
  ),
  editMessageMedia: edit((context, call) => mediaContent(context, call)),
  editMessageReplyMarkup: edit((_context, { payload }, content) => {
    const markup = readKeyboard(payload.reply_markup);
    return 'problem' in markup ? markup : { ...content, keyboard: markup.keyboard };
  }),
  deleteMessage: ({ chats }, { payload }) =>
    chats.remove(Number(payload.chat_id), Number(payload.message_id))
      ? success(true)
      : badRequest('message to delete not found'),
  sendChatAction: (_context, { payload }) =>
    ACTIONS.has(String(payload.action)) ? success(true) : badRequest('wrong parameter action in request'),
  getChatMember: ({ bot, chats }, { payload }) => {
    const userId = Number(payload.user_id);
    if (userId === bot.id) return success({ status: 'member', user: botUser(bot) });
    const place = chats.administrators.get(Number(payload.chat_id))?.indexOf(userId) ?? -1;
    const status = place < 0 ? 'member' : place === 0 ? 'creator' : 'administrator';
    return success({ status, user: { id: userId, is_bot: false, first_name: 'Ada' } });
  },
};
