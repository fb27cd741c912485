/** Names that only a tag has; `<BTC/USDT>` and `a < b` are text. */
const TAGS = new Set(
  [
    'a b blockquote code del em i ins pre s span strike strong tg-emoji tg-spoiler u',
    'big body br center div font h1 h2 h3 h4 h5 h6 head hr html img li mark ol p small sub sup table tbody td th thead tr ul',
  ].flatMap((names) => names.split(' ')),
);
const BREAKS = new Set(['br', 'hr']);
const TAG = /<(\/?)([a-z][a-z0-9-]*)(?:\s[^<>]*)?\/?>/gi;
const ENTITY = /&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([\da-f]{1,6}));/gi;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** What a chat shows of Telegram's HTML: without tags, entities resolved. What is no tag stays as it stands. */
export function plainText(html: string): string {
  return html
    .replace(TAG, (whole, _slash: string, name: string) => {
      const tag = name.toLowerCase();
      if (!TAGS.has(tag)) return whole;
      return BREAKS.has(tag) ? '\n' : '';
    })
    .replace(ENTITY, (whole, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      return character(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)) ?? whole;
    })
    .trim();
}

function character(code: number): string | undefined {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code === 0 || code > 0x10ffff || isSurrogate ? undefined : String.fromCodePoint(code);
}
