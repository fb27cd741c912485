import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { errorFields } from './describe.js';
import { reasonOf } from './reason.js';

const failure = async (url: string, signal?: AbortSignal): Promise<unknown> =>
  fetch(url, signal === undefined ? {} : { signal }).catch((error: unknown) => error);

const tcp = async (onConnection: (socket: import('node:net').Socket) => void) => {
  const server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as import('node:net').AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
};

describe('reasonOf, for what the network really throws', () => {
  test('nobody listens', async () => {
    const { url, close } = await tcp(() => undefined);
    close();
    expect(reasonOf(await failure(url))).toBe('connection refused');
  });

  test('the other side resets', async () => {
    const { url, close } = await tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(reasonOf(await failure(url))).toBe('connection reset');
    close();
  });

  test('the other side never answers', async () => {
    const { url, close } = await tcp((socket) => socket.on('error', () => undefined));
    expect(reasonOf(await failure(url, AbortSignal.timeout(50)))).toBe('connection timeout');
    close();
  });

  test('no such host', async () => {
    expect(reasonOf(await failure('http://nowhere.invalid/'))).toBe('host not found');
  });

  test.each([[new TypeError("Cannot read 'x'")], ['text'], [undefined], [{ code: 7 }]])(
    '%p is told without detail',
    (error) => {
      expect(reasonOf(error)).toBe('connection failed');
    },
  );

  test('a cause that points at itself ends', () => {
    const error: { cause?: unknown } = {};
    error.cause = error;
    expect(reasonOf(error)).toBe('connection failed');
  });
});

test('errorFields names where an error was thrown, without its stack', () => {
  const fields = errorFields(new Error('first line\nsecond line'));
  expect(fields).toEqual({ error: 'first line', at: expect.stringMatching(/^reason\.test\.ts:\d+$/) });
});
