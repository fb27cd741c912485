import { createServer, type Server, type Socket } from 'node:net';
import { listenLocally } from './listen.js';
import { createGate } from './pump.js';
import { answerWith, passTo, resetAtOnce, type Serve, swallow } from './serve.js';

export type TcpProxy = {
  port: number;
  /** Open connections from clients. */
  connections(): number;
  /** Nothing passes any more, on open connections or on new ones, which are accepted. */
  pause(): void;
  /** Ends every fault: lets pass what waited, and listens again after `refuse`. Connections that a fault kept are cut. */
  resume(): Promise<void>;
  /** Cuts every connection and stops listening: clients meet "connection refused". */
  refuse(): Promise<void>;
  /** Resets every open connection. New ones work. */
  reset(): void;
  /** Resets every open connection, and each new one at once. */
  resetAll(): void;
  /** A black hole: open connections fall silent, new ones are accepted and never answered, what comes is lost. */
  swallow(): void;
  /** Another server has the port: cuts every connection and leads new ones there. */
  redirect(port: number): void;
  /** Cuts every connection; whatever a new one says first is answered with these bytes, and the connection closed. */
  answer(bytes: Buffer | string): void;
  /** Holds back each piece of data for so long, in either direction. 0 ends it. */
  delay(ms: number): void;
  close(): Promise<void>;
};

/** Stands between a service and its dependency on 127.0.0.1, and breaks the line on demand. */
export async function tcpProxy(targetPort: number): Promise<TcpProxy> {
  const clients = new Map<Socket, Serve>();
  const gate = createGate();
  const pass = passTo(targetPort, gate);
  let serve = pass;
  const accept = (client: Socket) => {
    clients.set(client, serve);
    client.on('error', () => undefined);
    client.on('close', () => clients.delete(client));
    serve(client);
  };
  let server: Server | undefined = createServer({ allowHalfOpen: true }, accept);
  const port = await listenLocally(server);

  const cut = (which: (served: Serve) => boolean = () => true) => {
    for (const [client, served] of clients) if (which(served)) client.destroy();
  };
  const reset = () => {
    for (const client of clients.keys()) client.resetAndDestroy();
  };
  const refuse = () =>
    new Promise<void>((resolve) => {
      if (!server) return resolve();
      server.close(() => resolve());
      server = undefined;
      cut();
    });
  return {
    port,
    connections: () => clients.size,
    pause: () => gate.shut(),
    async resume() {
      if (serve === swallow) cut();
      serve = pass;
      cut((served) => served !== pass);
      gate.open();
      if (server) return;
      server = createServer({ allowHalfOpen: true }, accept);
      await listenLocally(server, port);
    },
    refuse,
    reset,
    resetAll() {
      serve = resetAtOnce;
      reset();
    },
    swallow() {
      serve = swallow;
      gate.shut();
    },
    redirect(other) {
      serve = passTo(other, gate);
      cut();
    },
    answer(bytes) {
      serve = answerWith(Buffer.from(bytes as string));
      cut();
    },
    delay: (ms) => gate.setDelay(ms),
    async close() {
      gate.open();
      await refuse();
    },
  };
}
