import { type Answer, failure, success } from './errors.js';
import { htmlProblem, htmlToText } from './html.js';
import type { BotIdentity, PushedUpdate, TextMessage } from './types.js';

const MAX_TEXT = 4_096;
const MAX_CAPTION = 1_024;

export function botUser({ id, username }: BotIdentity) {
  return { id, is_bot: true, first_name: username, username };
}

/** A message that a user sent, as it arrives in an update. */
export function textUpdate(message: TextMessage, messageId: number): PushedUpdate {
  const { chatId, text, chatType = 'private', firstName = 'Ada' } = message;
  const command = /^\/\S+/.exec(text)?.[0];
  return {
    message: {
      message_id: messageId,
      date: Math.floor(Date.now() / 1_000),
      chat:
        chatType === 'private'
          ? { id: chatId, type: 'private', first_name: firstName }
          : { id: chatId, type: chatType, title: 'Desk' },
      from: { id: Math.abs(chatId), is_bot: false, first_name: firstName },
      text,
      ...(command && { entities: [{ type: 'bot_command', offset: 0, length: command.length }] }),
    },
  };
}

/** The answer to a method that puts text into a chat: Telegram's checks, then the message it made. */
export function messageAnswer(
  bot: BotIdentity,
  messageId: number,
  payload: Readonly<Record<string, unknown>>,
  field: 'text' | 'caption',
): Answer {
  const { chat_id: chatId, parse_mode: mode } = payload;
  if (chatId === undefined || chatId === '') return failure(400, 'Bad Request: chat_id is empty');
  const raw = String(payload[field] ?? '');
  const html = String(mode).toLowerCase() === 'html';
  const problem = html ? htmlProblem(raw) : undefined;
  if (problem !== undefined) return failure(400, `Bad Request: can't parse entities: ${problem}`);
  const shown = (html ? htmlToText(raw) : raw).trim();
  if (field === 'text' && shown === '') return failure(400, 'Bad Request: message text is empty');
  if (shown.length > (field === 'text' ? MAX_TEXT : MAX_CAPTION)) {
    return failure(400, `Bad Request: message ${field === 'text' ? 'is' : 'caption is'} too long`);
  }
  return success({
    message_id: messageId,
    from: botUser(bot),
    chat: { id: Number(chatId), type: 'private' },
    date: Math.floor(Date.now() / 1_000),
    [field]: shown,
  });
}
