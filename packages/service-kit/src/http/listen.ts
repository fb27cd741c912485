import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  /** How long {@link HttpServer.close} goes on as before, so that load balancers can turn away first. */
  readonly drainMs?: number;
}

export interface HttpServer {
  readonly port: number;
  /** `0.0.0.0:8080`, `[::1]:8080`. */
  readonly address: string;
  /** Stops accepting connections; those that are open get each request answered, with `Connection: close`, then end. */
  close(): Promise<void>;
}

/** How long a connection without a request stays open once no new one is accepted. */
const IDLE_GRACE_MS = 150;
const SWEEP_MS = 25;
/** How long an accepted request may take to be answered before its connection is cut. */
const BUSY_GRACE_MS = 5_000;

/** Listens and resolves once connections are taken; rejects with the system's error (`EADDRINUSE` …) otherwise. */
export async function listen(listener: RequestListener, options: ListenOptions): Promise<HttpServer> {
  let closing = false;
  const silent = new Set<Socket>();
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    silent.delete(request.socket);
    if (closing) response.shouldKeepAlive = false;
    listener(request, response);
  });
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    async close() {
      await sleep(options.drainMs ?? 0);
      closing = true;
      // http's own close() would also reset connections whose next request is on its way.
      const closed = new Promise<void>((resolve) => Server.prototype.close.call(server, () => resolve()));
      await Promise.race([closed, sleep(IDLE_GRACE_MS)]);
      for (const socket of silent) socket.destroy();
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      const cut = setTimeout(() => server.closeAllConnections(), BUSY_GRACE_MS);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}
