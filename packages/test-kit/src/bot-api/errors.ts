import type { Fault } from './types.js';

/** An HTTP answer of the Bot API. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const POLL_CONFLICT =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
export const WEBHOOK_CONFLICT =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
export const SET_WEBHOOK_CONFLICT = 'Conflict: terminated by setWebhook request';

export function success(result: unknown): Answer {
  return { status: 200, body: JSON.stringify({ ok: true, result }) };
}

export function failure(status: number, description: string, parameters?: object): Answer {
  const body = { ok: false, error_code: status, description, ...(parameters && { parameters }) };
  return { status, body: JSON.stringify(body) };
}

/** The answer that stands for a fault; undefined where the fault is no answer at all. */
export function faultAnswer(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'unauthorized':
      return failure(401, 'Unauthorized');
    case 'not_found':
      return failure(404, 'Not Found');
    case 'bad_request':
      return failure(400, fault.description ?? 'Bad Request');
    case 'conflict':
      return failure(409, POLL_CONFLICT);
    case 'too_many': {
      const seconds = fault.retryAfter ?? 1;
      const answer = failure(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
      return { ...answer, headers: { 'retry-after': String(seconds) } };
    }
    case 'bad_gateway':
      return failure(502, 'Bad Gateway');
    case 'html':
      return {
        status: 502,
        body: '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>',
        headers: { 'content-type': 'text/html' },
      };
    default:
      return undefined;
  }
}
