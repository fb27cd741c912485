import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';

/** A TCP port; 0 lets the system choose a free one. */
export function port(): z.ZodType<number, string> {
  return integer({ min: 0, max: 65_535 }, 'a port from 0 to 65535');
}

/** A whole number of milliseconds. */
export function milliseconds(range: { min?: number; max?: number } = {}): z.ZodType<number, string> {
  const { min = 1, max = 3_600_000 } = range;
  return integer({ min, max }, `whole milliseconds from ${min} to ${max}`);
}

/** A whole number; `wanted` says in the error what would be right. */
export function integer(range: { min: number; max: number }, wanted: string): z.ZodType<number, string> {
  const message = `must be ${wanted}`;
  return z
    .string(message)
    .regex(/^-?\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= range.min && value <= range.max, message);
}

/** `true`/`false`, also `1`/`0`, `yes`/`no`, `on`/`off`. */
export function boolean(): z.ZodType<boolean, string> {
  return z.stringbool({
    truthy: ['true', '1', 'yes', 'on'],
    falsy: ['false', '0', 'no', 'off'],
    error: 'must be true or false',
  });
}

/** An absolute URL with one of the protocols (`http`, `https` …), without a trailing slash. */
export function url(...protocols: string[]): z.ZodType<string, string> {
  const message = `must be a URL that starts with ${protocols.map((name) => `${name}://`).join(' or ')}`;
  return z
    .string(message)
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1)),
      message,
    )
    .transform((value) => value.replace(/\/+$/, ''));
}

/** A folder or file; `~` is the user's home, relative paths start at the working directory. */
export function path(): z.ZodType<string, string> {
  return z.string('must be a path').transform((value) => resolve(value.replace(/^~(?=\/|$)/, homedir())));
}

/** Names separated by commas, blanks ignored, lower case, each once. */
export function nameList(): z.ZodType<string[], string> {
  return z.string('must be names separated by commas').transform((value) => [
    ...new Set(
      value
        .split(',')
        .map((name) => name.trim().toLowerCase())
        .filter(Boolean),
    ),
  ]);
}

/** One of the words. */
export function oneOf<const T extends readonly [string, ...string[]]>(
  ...words: T
): z.ZodType<T[number], string> {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` });
}
