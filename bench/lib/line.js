import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * Stands between a client and its server on 127.0.0.1 and counts what the client does: connections it opens, and messages
 * (pieces of data) it sends. After `blackHole` connections are still accepted, and nothing is answered any more.
 */
export async function createLine(targetPort) {
  const sockets = new Set();
  const counts = { connections: 0, messages: 0 };
  let open = true;

  function remember(socket) {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  }

  const server = createServer((client) => {
    counts.connections++;
    remember(client);
    const target = open ? connect(targetPort, '127.0.0.1') : undefined;
    if (target !== undefined) remember(target);
    client.on('data', (data) => {
      counts.messages++;
      if (open) target?.write(data);
    });
    client.on('close', () => target?.destroy());
    target?.on('data', (data) => {
      if (open) client.write(data);
    });
    target?.on('close', () => {
      if (open) client.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: server.address().port,
    counts: () => ({ ...counts }),
    blackHole() {
      open = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** What clients did on all these lines together. */
export function countAll(lines) {
  const all = Object.values(lines).map((line) => line.counts());
  return {
    connections: all.reduce((sum, { connections }) => sum + connections, 0),
    messages: all.reduce((sum, { messages }) => sum + messages, 0),
  };
}
