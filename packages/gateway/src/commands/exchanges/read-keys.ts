import { text } from 'node:stream/consumers';
import { askSecrets } from '../ask-secret.js';
import { CommandError } from '../command-error.js';

/** Credentials of an exchange. */
export type Keys = { key: string; secret: string; password?: string };

const WANTED = 'Give {"key":"…","secret":"…"}, or the key on one line and the secret on the next';

/**
 * Asks for key and secret on the terminal, where typing does not show, and for the passphrase that some exchanges want.
 *
 * @throws {CommandError} when nothing is typed, or standard input is no terminal
 */
export async function askKeys(name: string, withPassphrase: boolean): Promise<Keys> {
  if (!process.stdin.isTTY) {
    throw new CommandError('There is no terminal to type keys on. Send them to standard input with --stdin.');
  }
  const asked = ['API key', 'API secret', ...(withPassphrase ? ['Passphrase'] : [])];
  const typed = await askSecrets(asked.map((what) => `${what} of ${name} (typing does not show)`));
  const [key = '', secret = '', password] = typed.map((line) => line.trim());
  return { key, secret, ...(password === undefined ? {} : { password }) };
}

/**
 * Reads `{"key","secret","password"}`, or lines in that order, from standard input; the passphrase may be left out.
 *
 * @throws {CommandError} saying what is missing, never what is there
 */
export async function keysFromStdin(): Promise<Keys> {
  if (process.stdin.isTTY) {
    throw new CommandError(
      'Standard input is a terminal, where keys would show. Leave --stdin out to be asked for them; add wants --with-keys for that.',
    );
  }
  const content = (await text(process.stdin)).replace(/^\uFEFF/, '').trim();
  const { key, secret, password, ...others } = content.startsWith('{')
    ? fromJson(content)
    : fromLines(content);
  if (Object.keys(others).length > 0) {
    throw new CommandError(`Standard input holds more than key, secret and password. ${WANTED}.`);
  }
  if (!isText(key) || !isText(secret))
    throw new CommandError(`Standard input holds no key and secret. ${WANTED}.`);
  if (password === undefined) return { key, secret };
  if (!isText(password))
    throw new CommandError('The password on standard input is no text. Leave it out if there is none.');
  return { key, secret, password };
}

function fromJson(content: string): Record<string, unknown> {
  try {
    return JSON.parse(content) as Record<string, unknown>;
  } catch {
    throw new CommandError(`Standard input holds no valid JSON. ${WANTED}.`);
  }
}

function fromLines(content: string): Record<string, unknown> {
  const [key, secret, password, ...others] = content.split('\n').map((line) => line.trim());
  return { key, secret, ...(password === undefined ? {} : { password }), ...others };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
