import { createServer, type Server } from 'node:net';
import { eventually } from '@neuratrade/test-kit';

/** Takes a port of this machine as soon as it is free, as a stranger would. */
export function takePort(port: number): Promise<Server> {
  const take = () =>
    new Promise<Server>((resolve, reject) => {
      const squatter = createServer((socket) => socket.destroy());
      squatter.once('error', reject);
      squatter.listen(port, '127.0.0.1', () => resolve(squatter));
    });
  return eventually(take, { timeoutMs: 5_000, everyMs: 5 });
}
