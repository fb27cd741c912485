import { createServer } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { listeningInodes, portOwner } from './ports.js';

const server = createServer();
afterEach(() => {
  server.close();
});

test('a listening port is traced to its process', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  expect(portOwner(port)).toEqual({ pid: process.pid, command: expect.any(String) });
});

test('a port without a listener has no owner', () => {
  expect(portOwner(1)).toBeUndefined();
});

test('only listening sockets of that port count', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1',
    '   1: 0100007F:1F90 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 222 1',
    '   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1',
  ].join('\n');
  expect(listeningInodes(table, 8080)).toEqual(['111']);
});
