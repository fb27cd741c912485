import { connect, createServer, type Server, type Socket } from 'node:net';
import { listenLocally } from './listen.js';
import { createGate, type Gate, pump } from './pump.js';

export type TcpProxy = {
  port: number;
  /** Open connections from clients. */
  connections(): number;
  /** Nothing passes any more, on open connections or on new ones, which are accepted. */
  pause(): void;
  /** Lets pass what waited, and listens again after `refuse`. */
  resume(): Promise<void>;
  /** Cuts every connection and stops listening: clients meet "connection refused". */
  refuse(): Promise<void>;
  /** Resets every open connection. New ones work. */
  reset(): void;
  /** Holds back each piece of data for so long, in either direction. 0 ends it. */
  delay(ms: number): void;
  close(): Promise<void>;
};

/** Stands between a service and its dependency on 127.0.0.1, and breaks the line on demand. */
export async function tcpProxy(targetPort: number): Promise<TcpProxy> {
  const clients = new Set<Socket>();
  const gate = createGate();
  const accept = (client: Socket) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    void join(client, targetPort, gate);
  };
  let server: Server | undefined = createServer({ allowHalfOpen: true }, accept);
  const port = await listenLocally(server);

  const refuse = () =>
    new Promise<void>((resolve) => {
      if (!server) return resolve();
      server.close(() => resolve());
      server = undefined;
      for (const client of clients) client.destroy();
    });
  return {
    port,
    connections: () => clients.size,
    pause: () => gate.shut(),
    async resume() {
      gate.open();
      if (server) return;
      server = createServer({ allowHalfOpen: true }, accept);
      await listenLocally(server, port);
    },
    refuse,
    reset() {
      for (const client of clients) client.resetAndDestroy();
    },
    delay: (ms) => gate.setDelay(ms),
    async close() {
      gate.open();
      await refuse();
    },
  };
}

async function join(client: Socket, targetPort: number, gate: Gate): Promise<void> {
  client.on('error', () => undefined);
  await gate.pass();
  if (client.destroyed) return;
  const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
  target.on('error', () => undefined);
  pump(client, target, gate);
  pump(target, client, gate);
}
