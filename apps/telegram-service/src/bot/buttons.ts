import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import type { Answer } from './answer.js';

/** Telegram's limit for what a button says when it is pressed. */
const MOST_BYTES = 64;
const FORM = /^(\d{1,3}) ([a-z0-9_]{1,32})(?: (.*))?$/s;

/** What a pressed button asks for. Pages count from 0. */
export interface Pressed {
  readonly page: number;
  readonly command: string;
  readonly args: string;
}

/** What a button sends; undefined where that is longer than Telegram takes. */
export function dataOf({ page, command, args }: Pressed): string | undefined {
  const data = `${page} ${command} ${args}`.trimEnd();
  return Buffer.byteLength(data) <= MOST_BYTES ? data : undefined;
}

/** Undefined for what is no button of this bot. */
export function parseData(data: string | undefined): Pressed | undefined {
  const [, page, command, args = ''] = FORM.exec(data ?? '') ?? [];
  return page === undefined || command === undefined ? undefined : { page: Number(page), command, args };
}

/** The buttons below one page: the answer's own, those that turn pages, and Refresh. None where the arguments are too long for them. */
export function keyboardOf(
  answer: Pick<Answer, 'buttons' | 'refresh'>,
  asked: Pressed,
  pages: number,
): InlineKeyboardMarkup | undefined {
  const button = (text: string, change: Partial<Pressed>): InlineKeyboardButton[] => {
    const data = dataOf({ ...asked, ...change });
    return data === undefined ? [] : [{ text, callback_data: data }];
  };
  const { page } = asked;
  const own = (answer.buttons ?? []).map((row) =>
    row.flatMap(({ label, args }) => button(label, { page: 0, args })),
  );
  const turning =
    pages === 1
      ? []
      : [
          ...(page > 0 ? button('◀', { page: page - 1 }) : []),
          ...button(`${page + 1}/${pages}`, {}),
          ...(page < pages - 1 ? button('▶', { page: page + 1 }) : []),
        ];
  const refresh = answer.refresh === true ? button('🔄 Refresh', {}) : [];
  const rows = [...own, turning, refresh].filter((row) => row.length > 0);
  return rows.length === 0 ? undefined : { inline_keyboard: rows };
}
