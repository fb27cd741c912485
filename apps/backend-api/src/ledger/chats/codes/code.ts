import { createHash, randomBytes } from 'node:crypto';

const BYTES = 16;

/** A one-time code of 128 random bits, of the characters that Telegram takes as a start parameter. */
export function createCode(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** All that is kept of a code. */
export function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
