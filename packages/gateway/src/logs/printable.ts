const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * The text with everything escaped that a terminal would obey instead of showing it: control characters, and those
 * that are invisible or turn the direction of writing (`\x1b`, `\u202e`).
 */
export function printable(text: string): string {
  return text.replace(INVISIBLE, (character) => SHORT[character] ?? escaped(character.codePointAt(0) ?? 0));
}

function escaped(code: number): string {
  const digits = code.toString(16);
  if (digits.length > 4) return `\\u{${digits}}`;
  return digits.length > 2 ? `\\u${digits.padStart(4, '0')}` : `\\x${digits.padStart(2, '0')}`;
}
