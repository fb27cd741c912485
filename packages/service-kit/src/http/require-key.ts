import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import { AppError } from '../errors/app-error.js';
import { sameSecret } from './same-secret.js';

/**
 * Lets a request pass that shows one of the keys as `X-API-Key: K` or `Authorization: Bearer K`; any other gets 401.
 * Without any key nothing passes. `hint` tells the caller where the key is to be found.
 */
export function requireKey(keys: readonly (string | undefined)[], hint: string): RequestHandler {
  const accepted = keys.filter((key) => key !== undefined && key !== '');
  return (request, _response, next) => {
    const shown = shownKey(request.headers);
    let known = false;
    for (const key of accepted) known = sameSecret(shown, key ?? '') || known;
    if (known) return next();
    const problem = shown === undefined ? 'A key is missing' : 'The key is not valid';
    next(
      new AppError(
        'unauthorized',
        `${problem}: send it as "X-API-Key: KEY" or "Authorization: Bearer KEY". ${hint}`,
      ),
    );
  };
}

function shownKey(headers: IncomingHttpHeaders): string | undefined {
  const key = headers['x-api-key'];
  if (typeof key === 'string' && key !== '') return key;
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
