import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { RequestHandler, Response } from 'express';
import type { Logger } from '../log/logger.js';

const ACCEPTED_ID = /^[\w.-]{1,64}$/;

/**
 * Gives every request an id (the caller's `X-Request-Id` if it is a plain one) and logs how it ended, without its query.
 * With `quietReads` a GET that succeeds is logged at debug level.
 */
export function logRequests(
  logger: Logger,
  { quietReads }: { readonly quietReads: boolean },
): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const given = request.get('x-request-id');
    const id = given !== undefined && ACCEPTED_ID.test(given) ? given : randomUUID();
    response.locals.requestId = id;
    response.setHeader('X-Request-Id', id);
    response.once('close', () => {
      const quiet = quietReads && request.method === 'GET' && response.statusCode < 400;
      logger[quiet ? 'debug' : 'info']('Request completed', {
        method: request.method,
        path: request.path,
        status: response.statusCode,
        duration: `${(performance.now() - started).toFixed(1)}ms`,
        request_id: id,
        ...(response.writableFinished ? {} : { aborted: true }),
      });
    });
    next();
  };
}

export function requestId(response: Response): string | undefined {
  return response.locals.requestId as string | undefined;
}
