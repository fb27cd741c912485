import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  /** How long {@link HttpServer.close} still takes requests, each answered with `Connection: close`. */
  readonly drainMs?: number;
}

export interface HttpServer {
  readonly port: number;
  /** Drains: requests already accepted are answered, then connections end. */
  close(): Promise<void>;
}

/** Listens and resolves once connections are taken; rejects with the system's error (`EADDRINUSE` …) otherwise. */
export async function listen(listener: RequestListener, options: ListenOptions): Promise<HttpServer> {
  let draining = false;
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    if (draining) response.shouldKeepAlive = false;
    listener(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      draining = true;
      await sleep(options.drainMs ?? 0);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const sweep = setInterval(() => server.closeIdleConnections(), 25);
      await closed;
      clearInterval(sweep);
    },
  };
}
