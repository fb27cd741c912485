import { createServer, type Socket } from 'node:net';
import { listenLocally } from './listen.js';

export type BlackHole = {
  port: number;
  url: string;
  /** Connections that are open now: what a client that gave up has left behind. */
  connections(): number;
  close(): Promise<void>;
};

/** A server that accepts connections, reads what comes, and never answers. */
export async function blackHole(): Promise<BlackHole> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
  });
  const port = await listenLocally(server);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    connections: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
