import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  /** How long {@link HttpServer.close} goes on as before, so that load balancers can turn away first. */
  readonly drainMs?: number;
}

export interface HttpServer {
  readonly port: number;
  /** Stops accepting connections; those that are open get each request answered, with `Connection: close`, then end. */
  close(): Promise<void>;
}

/** How long a connection that waits for its next request stays open once no new one is accepted. */
const IDLE_GRACE_MS = 150;

/** Listens and resolves once connections are taken; rejects with the system's error (`EADDRINUSE` …) otherwise. */
export async function listen(listener: RequestListener, options: ListenOptions): Promise<HttpServer> {
  let closing = false;
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    if (closing) response.shouldKeepAlive = false;
    listener(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      await sleep(options.drainMs ?? 0);
      closing = true;
      // http's own close() would also reset connections whose next request is on its way.
      const closed = new Promise<void>((resolve) => Server.prototype.close.call(server, () => resolve()));
      await Promise.race([closed, sleep(IDLE_GRACE_MS)]);
      const sweep = setInterval(() => server.closeIdleConnections(), 25);
      await closed;
      clearInterval(sweep);
    },
  };
}
