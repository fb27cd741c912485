import { parseHtml, type TextEntity, trimmed } from './html.js';
import { type Keyboard, readKeyboard } from './keyboard.js';

const MAX_TEXT = 4_096;
const MAX_CAPTION = 1_024;

/** What a message of the bot shows. */
export interface Content {
  readonly kind: 'text' | 'photo';
  readonly text: string;
  readonly entities: readonly TextEntity[];
  readonly photo: Uint8Array | undefined;
  readonly keyboard: Keyboard;
}

export interface Refusal {
  readonly problem: string;
}

type Payload = Readonly<Record<string, unknown>>;

/** The text or caption of a call, or why Telegram refuses it, in its words. */
function readText(payload: Payload, field: 'text' | 'caption'): Pick<Content, 'text' | 'entities'> | Refusal {
  const raw = String(payload[field] ?? '');
  const html = String(payload.parse_mode).toLowerCase() === 'html';
  const parsed = html ? parseHtml(raw) : { text: raw, entities: [] };
  if ('problem' in parsed) return { problem: `can't parse entities: ${parsed.problem}` };
  const formatted = trimmed(parsed);
  if (field === 'text' && formatted.text === '') return { problem: 'message text is empty' };
  if (formatted.text.length > (field === 'text' ? MAX_TEXT : MAX_CAPTION)) {
    return { problem: `message ${field === 'text' ? 'is' : 'caption is'} too long` };
  }
  return formatted;
}

/** A text message, or a picture with its caption, as a call describes it. */
export function readContent(payload: Payload, photo: Uint8Array | undefined): Content | Refusal {
  const kind = photo === undefined ? 'text' : 'photo';
  const text = readText(payload, kind === 'text' ? 'text' : 'caption');
  if ('problem' in text) return text;
  const markup = readKeyboard(payload.reply_markup);
  if ('problem' in markup) return markup;
  return { kind, text: text.text, entities: text.entities, photo, keyboard: markup.keyboard };
}

/** Whether a chat would look the same with either. */
export function looksTheSame(one: Content, other: Content): boolean {
  const { photo: onePhoto, ...oneRest } = one;
  const { photo: otherPhoto, ...otherRest } = other;
  if (JSON.stringify(oneRest) !== JSON.stringify(otherRest)) return false;
  if (onePhoto === undefined || otherPhoto === undefined) return onePhoto === otherPhoto;
  return Buffer.compare(onePhoto, otherPhoto) === 0;
}
