import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** Makes the server listen on 127.0.0.1; port 0 takes a free one. The port it got. */
export async function listenLocally(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
