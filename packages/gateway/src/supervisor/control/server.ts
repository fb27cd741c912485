import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type ControlRequest, type Reply, readRequest } from './messages.js';
import { withShortPath } from './socket.js';

export type ControlServer = {
  /** Takes no more requests and resolves when what has been said is on its way, at the latest after a second. */
  close(): Promise<void>;
};

const REQUEST_WITHIN_MS = 5_000;
const FAREWELL_MS = 1_000;
const OWNER_ALONE = 0o177;

/**
 * Takes requests on the socket `path`, which the user of this process alone can open. `handle` answers through `reply`,
 * also when nobody listens any more; the connection ends when it resolves. Rejects when there can be no socket there.
 * Only the holder of the home's lock may call it: what lies at `path` is replaced.
 */
export async function listenForRequests(
  path: string,
  handle: (request: ControlRequest, reply: Reply) => Promise<void>,
): Promise<ControlServer> {
  const open = new Map<Socket, Promise<void>>();
  const server = createServer((socket) => {
    open.set(socket, serve(socket, handle));
    socket.once('close', () => open.delete(socket));
  });
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(OWNER_ALONE);
    try {
      withShortPath(path, (short) => server.listen(short, resolve));
    } finally {
      process.umask(mask);
    }
  });
  server.on('error', () => undefined);
  return {
    async close() {
      server.close();
      const overdue = setTimeout(() => {
        for (const socket of open.keys()) socket.destroy();
      }, FAREWELL_MS);
      await Promise.all(open.values());
      clearTimeout(overdue);
      rmSync(path, { force: true });
    },
  };
}

/** Resolves when the connection has ended. */
function serve(
  socket: Socket,
  handle: (request: ControlRequest, reply: Reply) => Promise<void>,
): Promise<void> {
  const reply: Reply = (message) => {
    if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
  };
  socket.on('error', () => undefined);
  socket.setTimeout(REQUEST_WITHIN_MS, () => socket.destroy());
  createInterface({ input: socket })
    .on('error', () => undefined)
    .once('line', (line) => {
      socket.setTimeout(0);
      const request = readRequest(line);
      if (request === undefined) {
        socket.destroy();
        return;
      }
      reply({ kind: 'accepted' });
      void handle(request, reply).finally(() => socket.end());
    });
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
