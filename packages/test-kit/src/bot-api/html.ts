const ENTITY_OF_TAG: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
  'tg-spoiler': 'spoiler',
  blockquote: 'blockquote',
};
const CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const MARKUP = /<(\/?)([^\s<>/]*)([^<>]*)>|[<>]|&(#\d+|#x[\da-f]+|lt|gt|amp|quot);/gi;

/** A part of a text that shows in another way; offset and length in UTF-16 units of the text as it is shown. */
export interface TextEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly TextEntity[];
}

/** A text in Telegram's HTML mode as a chat shows it, or what Telegram has against it, in its words. */
export function parseHtml(html: string): FormattedText | { readonly problem: string } {
  const open: { name: string; offset: number; rest: string }[] = [];
  const entities: TextEntity[] = [];
  let text = '';
  let end = 0;
  for (const match of html.matchAll(MARKUP)) {
    const [whole, slash, rawName, rest = '', character] = match;
    text += html.slice(end, match.index);
    end = match.index + whole.length;
    if (character !== undefined) {
      text += resolved(character);
      continue;
    }
    if (whole === '>') {
      text += whole;
      continue;
    }
    const offset = Buffer.byteLength(html.slice(0, match.index));
    const name = rawName?.toLowerCase();
    if (name === undefined || !Object.hasOwn(ENTITY_OF_TAG, name)) {
      return { problem: `Unsupported start tag "${rawName ?? ''}" at byte offset ${offset}` };
    }
    if (slash === '') {
      open.push({ name, offset: text.length, rest });
      continue;
    }
    const started = open.pop();
    if (started?.name !== name) return { problem: `Unmatched end tag at byte offset ${offset}` };
    entities.push(entity(started, text.length - started.offset));
  }
  const left = open.pop();
  if (left !== undefined) return { problem: `Can't find end tag corresponding to start tag "${left.name}"` };
  return { text: text + html.slice(end), entities };
}

function entity(tag: { name: string; offset: number; rest: string }, length: number): TextEntity {
  const url = /href\s*=\s*["']?([^"'\s]+)/i.exec(tag.rest)?.[1];
  return {
    type: ENTITY_OF_TAG[tag.name] ?? tag.name,
    offset: tag.offset,
    length,
    ...(url !== undefined && { url }),
  };
}

function resolved(character: string): string {
  if (!character.startsWith('#')) return CHARACTERS[character.toLowerCase()] ?? '';
  const hexadecimal = /^#x/i.test(character);
  const code = Number.parseInt(character.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** The text without the white space around it that Telegram cuts off. */
export function trimmed({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length;
  const kept = text.trim();
  return {
    text: kept,
    entities: entities.flatMap(({ offset, length, ...rest }) => {
      const from = Math.max(0, offset - start);
      const to = Math.min(kept.length, offset + length - start);
      return to > from ? [{ ...rest, offset: from, length: to - from }] : [];
    }),
  };
}

/** The text as a chat shows it: tags gone, entities resolved. Text that Telegram refuses comes back as it is. */
export function htmlToText(html: string): string {
  const parsed = parseHtml(html);
  return 'problem' in parsed ? html : parsed.text;
}
