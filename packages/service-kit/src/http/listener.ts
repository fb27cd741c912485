import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { errorBody } from '../errors/app-error.js';
import type { ServiceLogger } from '../log/create-logger.js';
import { jsonAnswer, type ProbeAnswer } from './answer.js';

export interface ListenerOptions {
  /** Answers by path. They must come from memory: nothing here may wait. */
  readonly probes: Readonly<Record<string, () => ProbeAnswer>>;
  /** Takes every other request. */
  readonly app: RequestListener;
  /** Probe requests are logged at debug level only. */
  readonly logger: Pick<ServiceLogger, 'debug' | 'enabled'>;
}

/** A request listener that answers probe paths itself, ahead of the application and all its middleware. */
export function createListener({ probes, app, logger }: ListenerOptions): RequestListener {
  const byPath = new Map(Object.entries(probes));
  const logged = logger.enabled('debug');
  const wrongMethod = jsonAnswer(405, errorBody('method_not_allowed', 'Ask with GET or HEAD.'));
  return (request, response) => {
    const path = pathOf(request.url ?? '/');
    const probe = byPath.get(path);
    if (probe === undefined) return app(request, response);
    const readable = request.method === 'GET' || request.method === 'HEAD';
    send(request, response, readable ? probe() : wrongMethod);
    if (logged) {
      logger.debug('Request completed', { method: request.method, path, status: response.statusCode });
    }
  };
}

/** The path of a request target in either form (`/live?x`, `http://host/live`), without a final slash. */
function pathOf(target: string): string {
  const start = target.startsWith('/') ? 0 : target.indexOf('/', target.indexOf('://') + 3);
  const query = target.indexOf('?');
  const end = query < 0 ? target.length : query;
  return target.slice(Math.max(start, 0), target[end - 1] === '/' && end > start + 1 ? end - 1 : end);
}

function send(request: IncomingMessage, response: ServerResponse, { status, body }: ProbeAnswer): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
