/** The closed list of error codes and the HTTP status that each one is sent with. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  payload_too_large: 413,
  key_refused: 422,
  too_many_requests: 429,
  internal: 500,
  not_supported: 501,
  exchange_failed: 502,
  exchange_busy: 503,
  unavailable: 503,
  exchange_timeout: 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** Whether another service's word is one of the codes. */
export function isErrorCode(word: unknown): word is ErrorCode {
  return typeof word === 'string' && Object.hasOwn(ERROR_STATUS, word);
}

/** A failure that the caller may read: `message` says what to do about it. */
export class AppError extends Error {
  /** Sent as `Retry-After`: whole seconds after which it makes sense to ask again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: ErrorOptions & { readonly retryAfterSeconds?: number | undefined } = {},
  ) {
    super(message, options);
    this.name = 'AppError';
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly request_id?: string };
}

/** The body that every failed request is answered with. */
export function errorBody(code: ErrorCode, message: string, requestId?: string): ErrorBody {
  return { error: { code, message, ...(requestId === undefined ? {} : { request_id: requestId }) } };
}
