import { type Api, GrammyError, InputFile } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Answer } from './answer.js';
import { dataOf, keyboardOf, type Pressed } from './buttons.js';
import { MOST_SHOWN, pagesOf } from './pages.js';

/** Where an answer goes: into a chat, or in place of a message in it whose button was pressed. */
export interface Place {
  readonly chatId: number;
  readonly threadId?: number | undefined;
  readonly shown?: { readonly messageId: number; readonly picture: boolean } | undefined;
}

/** An answer that is ready to be shown; `picture` is a PNG. */
export interface ReadyAnswer {
  readonly answer: Answer;
  readonly picture: Uint8Array | undefined;
  readonly asked: Pressed;
}

export type Presented = 'sent' | 'edited' | 'unchanged';

interface Page {
  readonly html: string;
  readonly picture: Uint8Array | undefined;
  readonly keyboard: InlineKeyboardMarkup | undefined;
}

/**
 * Shows one page of an answer: in place where there is a message of its kind that can be edited, else as a new message. An answer
 * whose arguments are too long for the buttons that turn pages is sent whole.
 *
 * @throws what grammY throws
 */
export async function present(
  api: Api,
  { answer, picture, asked }: ReadyAnswer,
  place: Place,
): Promise<Presented> {
  const pages = pagesOf(answer, picture === undefined ? MOST_SHOWN.text : MOST_SHOWN.caption);
  const page = Math.min(asked.page, pages.length - 1);
  if (pages.length > 1 && dataOf(asked) === undefined) {
    for (const [index, html] of pages.entries()) {
      await send(api, { html, picture: index === 0 ? picture : undefined, keyboard: undefined }, place);
    }
    return 'sent';
  }
  const keyboard = keyboardOf(answer, { ...asked, page }, pages.length);
  const shownPage = { html: pages[page] ?? '', picture, keyboard };
  const edited = await edit(api, shownPage, place);
  if (edited !== undefined) return edited;
  await send(api, shownPage, place);
  return 'sent';
}

/** Undefined where there is nothing to edit. */
async function edit(api: Api, page: Page, { chatId, shown }: Place): Promise<Presented | undefined> {
  if (shown === undefined || shown.picture !== (page.picture !== undefined)) return undefined;
  const { messageId } = shown;
  const markup = page.keyboard === undefined ? {} : { reply_markup: page.keyboard };
  try {
    if (page.picture === undefined) {
      const options = { ...TEXT, ...markup };
      await api.editMessageText(chatId, messageId, page.html, options);
    } else {
      const media = {
        type: 'photo',
        media: fileOf(page.picture),
        caption: page.html,
        parse_mode: 'HTML',
      } as const;
      await api.editMessageMedia(chatId, messageId, media, markup);
    }
    return 'edited';
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
    if (/message is not modified/i.test(error.description)) return 'unchanged';
    if (CANNOT_EDIT.test(error.description)) return undefined;
    throw error;
  }
}

const CANNOT_EDIT =
  /message to edit not found|message can't be edited|message_id_invalid|there is no (text|media|caption) in the message/i;
const TEXT = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const;

async function send(api: Api, page: Page, { chatId, threadId }: Place): Promise<void> {
  const options = {
    ...(threadId === undefined ? {} : { message_thread_id: threadId }),
    ...(page.keyboard === undefined ? {} : { reply_markup: page.keyboard }),
  };
  if (page.picture === undefined) {
    await api.sendMessage(chatId, page.html, { ...TEXT, ...options });
    return;
  }
  const caption = { caption: page.html, parse_mode: 'HTML' } as const;
  await api.sendPhoto(chatId, fileOf(page.picture), { ...caption, ...options });
}

function fileOf(picture: Uint8Array): InputFile {
  return new InputFile(picture, 'neuratrade.png');
}
