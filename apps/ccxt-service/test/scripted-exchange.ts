import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a server does with one request. */
export type Behaviour = (response: ServerResponse) => void;

export interface ScriptedExchange {
  readonly port: number;
  readonly url: string;
  /** Connections that are open. */
  connections(): number;
  /** When each request came, on the clock of `performance.now()`. */
  asked(): readonly number[];
  /** The headers of the latest request. */
  headers(): IncomingHttpHeaders;
  /** What it does with the next `count` requests, by default with all; after that it tells the time. */
  set(behaviour: Behaviour, count?: number): void;
  close(): Promise<void>;
}

const JSON_TYPE = { 'content-type': 'application/json' };

export const tellTime: Behaviour = (response) => {
  response.writeHead(200, JSON_TYPE).end(JSON.stringify({ serverTime: Date.now() }));
};

/** Answers with a status, headers and a body. */
export const refuse =
  (status: number, headers: Record<string, string> = {}, body: object = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { ...JSON_TYPE, ...headers }).end(JSON.stringify(body));
  };

/** A real server that tells its time in binance's form, until it is told to do something else. */
export async function scriptedExchange(tls?: ServerOptions): Promise<ScriptedExchange> {
  const asked: number[] = [];
  let headers: IncomingHttpHeaders = {};
  let behaviour = tellTime;
  let left = 0;
  let connections = 0;
  const listener: RequestListener = (request, response) => {
    asked.push(performance.now());
    headers = request.headers;
    if (left > 0) {
      left -= 1;
      behaviour(response);
    } else tellTime(response);
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('close', () => {
      connections -= 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    connections: () => connections,
    asked: () => [...asked],
    headers: () => headers,
    set(next, count = Number.POSITIVE_INFINITY) {
      behaviour = next;
      left = count;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
