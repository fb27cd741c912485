/** A tag (nothing shown), or what shows as one piece: an entity or one grapheme. */
interface Token {
  readonly text: string;
  /** UTF-16 units that a chat shows. */
  readonly units: number;
  readonly tag?: { readonly name: string; readonly closes: boolean };
}

const MARKUP = /<(\/?)([a-z][a-z0-9-]*)[^<>]*>|&(#\d{1,7}|#x[\da-f]{1,6}|lt|gt|amp|quot);/gi;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** A grapheme can be as long as one likes; longer ones are taken apart. */
const LONGEST_GRAPHEME = 64;

/** How long a text of Telegram's HTML is as a chat shows it, in UTF-16 units, which is what Telegram counts. */
export function shownUnits(html: string): number {
  return plainOf(html).length;
}

/** What a text of Telegram's HTML says, without its markup. */
export function plainOf(html: string): string {
  return html.replace(MARKUP, (_markup, _slash, _tag, entity: string | undefined) =>
    entity === undefined ? '' : characterOf(entity),
  );
}

const CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

function characterOf(entity: string): string {
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  return CHARACTERS[entity.toLowerCase()] ?? (code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\ufffd');
}

/**
 * Cuts a balanced text into pieces of at most `most` units shown, each balanced: tags that are open at a cut are closed there and opened
 * again behind it. Cuts at the end of a line or word where there is one in the second half of a piece, never within an entity.
 */
export function splitHtml(html: string, most: number): string[] {
  if (shownUnits(html) <= most) return plainOf(html).trim() === '' ? [] : [html];
  const tokens = tokensOf(html);
  const pieces: string[] = [];
  let open: Token[] = [];
  for (let from = 0; from < tokens.length; ) {
    const end = endOf(tokens, from, most);
    const taken = [...open, ...tokens.slice(from, end)];
    open = openAt(taken);
    const closing = open.toReversed().map(({ tag }) => `</${tag?.name ?? ''}>`);
    const piece = [...taken.map(({ text }) => text), ...closing].join('');
    if (plainOf(piece).trim() !== '') pieces.push(piece);
    from = end;
  }
  return pieces;
}

/** Where the next piece ends: behind the last token, or at the best place to cut. */
function endOf(tokens: readonly Token[], from: number, most: number): number {
  let units = 0;
  let best: { end: number; line: boolean } | undefined;
  for (let index = from; index < tokens.length; index += 1) {
    const { text, units: more } = tokens[index] as Token;
    if (units + more > most) return Math.max(best?.end ?? index, from + 1);
    units += more;
    const line = text === '\n';
    const blank = line || text === ' ';
    if (blank && units > most / 2 && (line || !best?.line)) best = { end: index + 1, line };
  }
  return tokens.length;
}

function openAt(tokens: readonly Token[]): Token[] {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.tag === undefined) continue;
    if (token.tag.closes) open.pop();
    else open.push(token);
  }
  return open;
}

function tokensOf(html: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const match of html.matchAll(MARKUP)) {
    tokens.push(...textTokens(html.slice(from, match.index)), markupToken(match));
    from = match.index + match[0].length;
  }
  return [...tokens, ...textTokens(html.slice(from))];
}

function markupToken([text, slash, name = '', entity]: RegExpMatchArray): Token {
  if (entity !== undefined) return { text, units: characterOf(entity).length };
  return { text, units: 0, tag: { name: name.toLowerCase(), closes: slash === '/' } };
}

function textTokens(text: string): Token[] {
  return [...graphemes.segment(text)].flatMap(({ segment }) =>
    segment.length <= LONGEST_GRAPHEME
      ? [{ text: segment, units: segment.length }]
      : [...segment].map((point) => ({ text: point, units: point.length })),
  );
}
