import type { Staleness } from '@neuratrade/api-contracts';
import type { Response } from 'express';
import type { CacheRead } from './cache/cache.js';

/** The marks that an answer carries when it is older than it should be; none otherwise. */
export function stalenessOf({ stale, staleReason }: CacheRead<unknown>): Staleness {
  return stale ? { stale: true, stale_reason: staleReason ?? 'no answer yet' } : {};
}

/** What was read as JSON: the text of the cache as it is, where nothing is to be added. */
export function textOf(read: CacheRead<object>): string {
  return read.stale ? JSON.stringify({ ...read.value, ...stalenessOf(read) }) : read.text;
}

/** Sends JSON that is a text already. */
export function sendJson(response: Response, text: string): void {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}
