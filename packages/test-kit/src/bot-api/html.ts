const TAGS = new Set([
  'b',
  'strong',
  'i',
  'em',
  'u',
  'ins',
  's',
  'strike',
  'del',
  'code',
  'pre',
  'a',
  'tg-spoiler',
  'blockquote',
]);
const MARKUP = /<(\/?)([^\s<>/]*)([^<>]*)>|[<>]|&(#\d+|#x[\da-f]+|lt|gt|amp|quot);/gi;

/** What Telegram's HTML mode has against a text, in its words; undefined where the text is accepted. */
export function htmlProblem(text: string): string | undefined {
  const open: string[] = [];
  for (const match of text.matchAll(MARKUP)) {
    const [whole, slash, rawName] = match;
    if (whole === '>' || whole.startsWith('&')) continue;
    const offset = Buffer.byteLength(text.slice(0, match.index));
    const name = rawName?.toLowerCase();
    if (name === undefined || !TAGS.has(name)) {
      return `Unsupported start tag "${rawName ?? ''}" at byte offset ${offset}`;
    }
    if (slash === '') open.push(name);
    else if (open.pop() !== name) return `Unmatched end tag at byte offset ${offset}`;
  }
  const left = open.pop();
  return left === undefined ? undefined : `Can't find end tag corresponding to start tag "${left}"`;
}

/** The text as a chat shows it: tags gone, entities resolved. */
export function htmlToText(text: string): string {
  return text
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
