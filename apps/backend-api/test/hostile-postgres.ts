import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before a real PostgreSQL and can answer in its place, in ways that no PostgreSQL should. */
export interface HostilePostgres {
  readonly port: number;
  /** New connections are passed through, or get these bytes and are held open. */
  answer(bytes: Buffer | 'pass'): void;
  /** Puts bytes into every open connection, as if the server had sent them. */
  inject(bytes: Buffer): void;
  connections(): number;
  close(): Promise<void>;
}

export async function hostilePostgres(target: number): Promise<HostilePostgres> {
  const clients = new Set<Socket>();
  let answer: Buffer | 'pass' = 'pass';
  const server = createServer((client) => {
    clients.add(client);
    client.on('error', () => undefined);
    client.on('close', () => clients.delete(client));
    if (answer !== 'pass') {
      client.once('data', () => client.write(answer));
      return;
    }
    const upstream = connect(target, '127.0.0.1');
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    answer: (bytes) => {
      answer = bytes;
    },
    inject: (bytes) => {
      for (const client of clients) client.write(bytes);
    },
    connections: () => clients.size,
    close: async () => {
      for (const client of clients) client.destroy();
      server.close();
    },
  };
}

/** An ErrorResponse of the protocol. Source: PostgreSQL documentation, message formats. */
export function errorResponse(sqlState: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${sqlState}\0M${message}\0\0`);
  return frame('E', fields);
}

/** An authentication request of a kind that the client may not know. */
export function authenticationRequest(kind: number): Buffer {
  const body = Buffer.alloc(4);
  body.writeInt32BE(kind);
  return frame('R', body);
}

function frame(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
