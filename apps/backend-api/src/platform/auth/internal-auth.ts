import { requireKey } from '@neuratrade/service-kit';
import type { RequestHandler } from 'express';
import { type InternalAuth, needsNoKey } from './local-request.js';

export interface InternalAuthOptions {
  readonly mode: InternalAuth;
  /** Any of them lets a request pass, wherever it comes from. */
  readonly keys: readonly (string | undefined)[];
}

/**
 * What a request for an internal endpoint must pass: one of the keys, or none where `mode` allows that. A wrong key sent along
 * is refused even there.
 */
export function internalAuth({ mode, keys }: InternalAuthOptions): RequestHandler {
  const keyed = requireKey(keys, HINTS[mode]);
  return (request, response, next) => {
    const { headers, socket } = request;
    const shown = headers['x-api-key'] !== undefined || headers.authorization !== undefined;
    if (!shown && needsNoKey(mode, { peer: socket.remoteAddress, headers })) return next();
    keyed(request, response, next);
  };
}

const KEYS =
  'The service and the admin key do; natively `neuratrade config get admin_api_key` prints the latter.';
const LOCAL =
  'Without a key, ask as localhost from this machine, not through a proxy and not from another web page.';

const HINTS: Readonly<Record<InternalAuth, string>> = {
  loopback: `${KEYS} ${LOCAL}`,
  host: `${KEYS} ${LOCAL}`,
  always: KEYS,
};
