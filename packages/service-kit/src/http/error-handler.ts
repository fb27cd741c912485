import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError, ERROR_STATUS, type ErrorCode, errorBody } from '../errors/app-error.js';
import { errorFields } from '../errors/describe.js';
import type { Logger } from '../log/logger.js';
import { requestId } from './request-log.js';

export const handleUnknownPaths: RequestHandler = (request, _response, next) => {
  next(
    new AppError(
      'not_found',
      `Nothing is at ${request.method} ${request.path}. Check the path and the method.`,
    ),
  );
};

/** Turns what a route threw into the error body; anything that is not meant for the caller is masked and logged. */
export function handleErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) return void response.destroy();
    const readable = toAppError(error);
    if (readable !== undefined) {
      const { retryAfterSeconds } = readable;
      if (retryAfterSeconds !== undefined) {
        response.setHeader('Retry-After', Math.max(1, Math.ceil(retryAfterSeconds)));
      }
      return void response
        .status(ERROR_STATUS[readable.code])
        .json(errorBody(readable.code, readable.message));
    }
    const id = requestId(response);
    logger.error('Request failed', {
      method: request.method,
      path: request.path,
      request_id: id,
      ...errorFields(error),
    });
    response
      .status(500)
      .json(errorBody('internal', 'Something failed here. Look for the request id in the log.', id));
  };
}

const BODY_ERRORS: Readonly<Record<string, [ErrorCode, string]>> = {
  'entity.parse.failed': ['bad_request', 'The body is no valid JSON.'],
  'entity.too.large': ['payload_too_large', 'The body is larger than this endpoint takes.'],
  'encoding.unsupported': ['bad_request', 'Send the body without a content encoding, or with gzip.'],
  'charset.unsupported': ['bad_request', 'Send the body as UTF-8.'],
  'request.aborted': ['bad_request', 'The request ended before its body did.'],
};

function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  const { type, status, code } = (error ?? {}) as { type?: unknown; status?: unknown; code?: unknown };
  const known = typeof type === 'string' ? BODY_ERRORS[type] : undefined;
  if (known !== undefined) return new AppError(...known);
  if (typeof code === 'string' && code.startsWith('Z_'))
    return new AppError(
      'bad_request',
      'The body is not what its Content-Encoding says, or not all of it came.',
    );
  return status === 400
    ? new AppError('bad_request', 'The request cannot be read. Check its path and headers.')
    : undefined;
}
