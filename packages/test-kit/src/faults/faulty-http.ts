import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenLocally } from './listen.js';

export type FaultyAnswer = {
  /** Default 200. */
  status?: number;
  /** A string or Buffer is sent as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Time before the answer; Infinity never answers. */
  delayMs?: number;
  /** Announces the whole body, sends the first half, and cuts the connection. */
  truncate?: boolean;
  /** Answers with a connection reset. */
  reset?: boolean;
};

export type FaultyHttp = {
  port: number;
  url: string;
  /** Replaces the behaviour for requests from now on. */
  set(answer: FaultyAnswer): void;
  /** Requests that came so far. */
  requests(): number;
  /** `METHOD /path` of each, oldest first. */
  seen(): string[];
  close(): Promise<void>;
};

/** A real HTTP server that answers as told, right or wrong. */
export async function faultyHttp(answer: FaultyAnswer = {}): Promise<FaultyHttp> {
  let current = answer;
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    request.resume();
    respond(current, request, response);
  });
  const port = await listenLocally(server);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    set(next) {
      current = next;
    },
    requests: () => seen.length,
    seen: () => [...seen],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(answer: FaultyAnswer, request: IncomingMessage, response: ServerResponse): void {
  const { delayMs = 0 } = answer;
  if (delayMs === Number.POSITIVE_INFINITY) return;
  if (delayMs === 0) {
    send(answer, request, response);
    return;
  }
  const timer = setTimeout(() => send(answer, request, response), delayMs);
  response.on('close', () => clearTimeout(timer));
}

function send(answer: FaultyAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (answer.reset) {
    request.socket.resetAndDestroy();
    return;
  }
  const raw = typeof answer.body === 'string' || Buffer.isBuffer(answer.body);
  const body = Buffer.from(raw ? (answer.body as string | Buffer) : JSON.stringify(answer.body ?? {}));
  response.writeHead(answer.status ?? 200, {
    'content-type': raw ? 'text/plain; charset=utf-8' : 'application/json',
    'content-length': body.length,
    ...answer.headers,
  });
  if (!answer.truncate) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => request.socket.destroy());
}
