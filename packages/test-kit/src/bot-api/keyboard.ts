const MAX_DATA_BYTES = 64;
const MAX_BUTTONS = 100;

interface Button {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

export type Keyboard = readonly (readonly Button[])[];

/** The buttons that a `reply_markup` puts under a message, or why Telegram refuses them, in its words. */
export function readKeyboard(
  markup: unknown,
): { readonly keyboard: Keyboard } | { readonly problem: string } {
  const given = typeof markup === 'string' ? JSON.parse(markup) : markup;
  const rows = (given as { inline_keyboard?: unknown } | undefined)?.inline_keyboard ?? [];
  if (!Array.isArray(rows) || !rows.every(Array.isArray))
    return { problem: 'object expected as reply markup' };
  const keyboard: Keyboard = rows.filter((row) => row.length > 0);
  const buttons = keyboard.flat();
  if (buttons.length > MAX_BUTTONS) return { problem: 'REPLY_MARKUP_TOO_LONG' };
  for (const { text, callback_data: data, url } of buttons) {
    if (typeof text !== 'string' || text === '') return { problem: 'BUTTON_TEXT_INVALID' };
    if (data === undefined && url === undefined) {
      return {
        problem: "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      };
    }
    if (data !== undefined && (data === '' || Buffer.byteLength(data) > MAX_DATA_BYTES)) {
      return { problem: 'BUTTON_DATA_INVALID' };
    }
  }
  return { keyboard };
}
