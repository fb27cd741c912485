import { once } from 'node:events';
import { get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { listen } from './listen.js';

describe('listen', () => {
  test('finishes what it accepted before it closes, and takes requests while it drains', async () => {
    let asked = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = await listen(
      async (_, response) => {
        if (asked++ === 0) await held;
        response.end('done');
      },
      { port: 0, host: '127.0.0.1', drainMs: 2_000 },
    );
    const ask = () =>
      new Promise<string>((resolve, reject) => {
        get({ port: server.port, host: '127.0.0.1', agent: false }, (response) => {
          response
            .resume()
            .once('end', () => resolve(`${response.statusCode} ${response.headers.connection}`));
        }).once('error', (error: NodeJS.ErrnoException) => reject(error.code));
      });
    const accepted = ask();
    while (asked === 0) await sleep(5);
    const closed = server.close();
    await expect(ask()).resolves.toMatch(/^200/);
    let ended = false;
    void closed.then(() => {
      ended = true;
    });
    await sleep(2_200);
    expect(ended).toBe(false);
    release();
    await expect(accepted).resolves.toMatch(/^200/);
    await closed;
    await expect(ask()).rejects.toBe('ECONNREFUSED');
  });

  test('is not kept from closing by a connection that never asks', async () => {
    const server = await listen((_, response) => response.end(), { port: 0, host: '127.0.0.1' });
    const silent = connect(server.port, '127.0.0.1');
    const half = connect(server.port, '127.0.0.1', () => half.write('GET / HTTP/1.1\r\nHost:'));
    for (const socket of [silent, half]) socket.on('error', () => undefined);
    await Promise.all([once(silent, 'connect'), once(half, 'connect')]);
    const started = performance.now();
    await server.close();
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('rejects when the port is taken', async () => {
    const server = await listen((_, response) => response.end(), { port: 0, host: '127.0.0.1' });
    await expect(listen(() => undefined, { port: server.port, host: '127.0.0.1' })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await server.close();
  });
});
