import { crc32 } from 'node:zlib';

const CHECK_LENGTH = 8;

/** A value as it stands on disk: a check of key and text, then the text. LevelDB does not check what it reads. */
export function encode(key: string, value: unknown): string {
  const text = JSON.stringify(value);
  return check(key, text) + text;
}

/** undefined when key and text are not what was written. */
export function decode<V>(key: string, stored: string): { readonly value: V } | undefined {
  const text = stored.slice(CHECK_LENGTH);
  if (stored.slice(0, CHECK_LENGTH) !== check(key, text)) return undefined;
  return { value: JSON.parse(text) as V };
}

function check(key: string, text: string): string {
  return crc32(text, crc32(key)).toString(16).padStart(CHECK_LENGTH, '0');
}
