import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createCleanup } from '../src/cleanup.js';
import { eventually } from '../src/eventually.js';
import { blackHole } from '../src/faults/black-hole.js';
import { listenLocally } from '../src/faults/listen.js';
import { type TcpProxy, tcpProxy } from '../src/faults/tcp-proxy.js';

const cleanup = createCleanup();
let proxy: TcpProxy;

beforeEach(async () => {
  const echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  const port = await listenLocally(echo);
  cleanup.add(() => echo.close());
  proxy = cleanup.use(await tcpProxy(port));
});
afterEach(cleanup.run);

async function open(): Promise<{ socket: Socket; received(): string }> {
  const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
  cleanup.add(() => socket.destroy());
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(socket, 'connect');
  return { socket, received: () => text };
}

async function expectEcho(text: string): Promise<void> {
  const { socket, received } = await open();
  socket.write(text);
  await eventually(() => expect(received()).toBe(text));
  socket.destroy();
}

test('everything passes whole and in order, and the end with it', async () => {
  const { socket, received } = await open();
  const text = Array.from({ length: 200_000 }, (_, index) => index).join(' ');
  socket.end(text);
  await once(socket, 'end');
  expect(received()).toBe(text);
  await eventually(() => expect(proxy.connections()).toBe(0));
});

test('paused, nothing passes on old and new connections; resumed, all that waited arrives', async () => {
  const old = await open();
  old.socket.write('a');
  await eventually(() => expect(old.received()).toBe('a'));
  proxy.pause();
  const fresh = await open();
  old.socket.write('b');
  fresh.socket.write('c');
  await sleep(100);
  expect([old.received(), fresh.received(), proxy.connections()]).toEqual(['a', '', 2]);
  await proxy.resume();
  await eventually(() => expect([old.received(), fresh.received()]).toEqual(['ab', 'c']));
});

test('refusing cuts what is open and refuses what comes, until resumed on the same port', async () => {
  const { socket } = await open();
  const closed = once(socket, 'close');
  socket.on('end', () => socket.end());
  await proxy.refuse();
  await closed;
  const [error] = await once(connect({ port: proxy.port, host: '127.0.0.1' }), 'error');
  expect((error as NodeJS.ErrnoException).code).toBe('ECONNREFUSED');
  await proxy.resume();
  await expectEcho('back');
});

test('a reset meets open connections as ECONNRESET and leaves new ones alone', async () => {
  const { socket } = await open();
  await eventually(() => expect(proxy.connections()).toBe(1));
  const failed = once(socket, 'error');
  proxy.reset();
  const [error] = await failed;
  expect((error as NodeJS.ErrnoException).code).toBe('ECONNRESET');
  await expectEcho('fine');
});

test('with all connections reset, old and new ones meet ECONNRESET until resumed', async () => {
  const { socket } = await open();
  await eventually(() => expect(proxy.connections()).toBe(1));
  const failed = once(socket, 'error');
  proxy.resetAll();
  const fresh = connect({ port: proxy.port, host: '127.0.0.1' });
  const [[old], [late]] = await Promise.all([failed, once(fresh, 'error')]);
  expect([old, late].map(({ code }) => code)).toEqual(['ECONNRESET', 'ECONNRESET']);
  await proxy.resume();
  await expectEcho('back');
});

test('swallowing, everything is accepted and lost; resumed, its connections end and new ones work', async () => {
  const old = await open();
  proxy.swallow();
  const fresh = await open();
  old.socket.write('a');
  fresh.socket.write('b');
  await sleep(100);
  expect([old.received(), fresh.received(), proxy.connections()]).toEqual(['', '', 2]);
  const ended = Promise.all([old, fresh].map(({ socket }) => once(socket, 'end')));
  await proxy.resume();
  await ended;
  expect([old.received(), fresh.received()]).toEqual(['', '']);
  await expectEcho('back');
});

test('redirected, old connections end and new ones reach the other server until resumed', async () => {
  const other = createServer((socket) => socket.end('another server'));
  const otherPort = await listenLocally(other);
  cleanup.add(() => other.close());
  const old = await open();
  const ended = once(old.socket, 'end');
  proxy.redirect(otherPort);
  await ended;
  const fresh = await open();
  await eventually(() => expect(fresh.received()).toBe('another server'));
  await proxy.resume();
  await expectEcho('back');
});

test.each(['<html>', ''])('answering %j, a new connection gets just that and its end', async (bytes) => {
  proxy.answer(bytes);
  const { socket, received } = await open();
  socket.write('hello');
  await once(socket, 'end');
  expect(received()).toBe(bytes);
  await proxy.resume();
  await expectEcho('back');
});

test('a delay holds data back in both directions until it is lifted', async () => {
  proxy.delay(60);
  const { socket, received } = await open();
  const start = performance.now();
  socket.write('slow');
  await eventually(() => expect(received()).toBe('slow'), { everyMs: 5 });
  expect(performance.now() - start).toBeGreaterThanOrEqual(115);
  proxy.delay(0);
  await expectEcho('quick');
});

test('a black hole takes what it is sent, never answers, and counts who is left hanging', async () => {
  const hole = cleanup.use(await blackHole());
  const socket = connect({ port: hole.port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.write('GET / HTTP/1.1\r\n\r\n');
  await eventually(() => expect(hole.connections()).toBe(1));
  socket.destroy();
  await eventually(() => expect(hole.connections()).toBe(0));
  expect(socket.bytesRead).toBe(0);
});
