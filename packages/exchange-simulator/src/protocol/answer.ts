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
  ) {
    super(message);
    this.name = 'ExchangeError';
  }
}

/** The body that carries a refusal. */
export function refusal(error: ExchangeError): ExchangeAnswer {
  return { status: error.status, body: { code: error.code, msg: error.message } };
}
