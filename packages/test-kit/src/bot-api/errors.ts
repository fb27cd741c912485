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
export const NOT_MODIFIED =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
export const SET_WEBHOOK_CONFLICT = 'Conflict: terminated by setWebhook request';

export function success(result: unknown): Answer {
  return { status: 200, body: JSON.stringify({ ok: true, result }) };
}

export function failure(status: number, description: string, parameters?: object): Answer {
  const body = { ok: false, error_code: status, description, ...(parameters && { parameters }) };
  return { status, body: JSON.stringify(body) };
}

export function badRequest(problem: string): Answer {
  return failure(400, `Bad Request: ${problem}`);
}

export function tooMany(seconds: number): Answer {
  const answer = failure(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
  return { ...answer, headers: { 'retry-after': String(seconds) } };
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
    case 'forbidden':
      return failure(403, fault.description ?? 'Forbidden: bot was blocked by the user');
    case 'not_modified':
      return failure(400, NOT_MODIFIED);
    case 'migrated':
      return failure(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: fault.toChatId,
      });
    case 'too_many':
      return tooMany(fault.retryAfter ?? 1);
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
