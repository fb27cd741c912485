/** What the exchange answers: a status and a JSON body; `headers` beside the usual ones. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal in the protocol's own words and numbers, thrown by whatever reads a request. */
export class ExchangeError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'ExchangeError';
  }
}

/** The refusal of a caller who asks for too much, with the seconds after which to ask again. */
export class TooMany extends ExchangeError {
  constructor(
    message: string,
    {
      status,
      retryAfterSeconds,
      code = -1003,
    }: { status: 429 | 418; retryAfterSeconds: number; code?: number },
  ) {
    super(code, message, status, { 'Retry-After': String(retryAfterSeconds) });
    this.name = 'TooMany';
  }
}

/** The body that carries a refusal. */
export function refusal(error: ExchangeError): ExchangeAnswer {
  return { status: error.status, body: { code: error.code, msg: error.message }, headers: error.headers };
}
