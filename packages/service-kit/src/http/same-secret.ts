import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares a shown secret with the real one in constant time, whatever their lengths. */
export function sameSecret(shown: string | undefined, secret: string): boolean {
  return shown !== undefined && timingSafeEqual(digest(shown), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
