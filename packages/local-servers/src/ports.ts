import { connect, createServer } from 'node:net';

/** Whether nothing listens on the port: told by a connection attempt and by binding it for a moment. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return !(await answers(port, host)) && (await canBind(port, host));
}

/** A port on 127.0.0.1 that is free now and none of `except`. Another process may take it before you do. */
export async function freePort(except: readonly number[] = []): Promise<number> {
  for (;;) {
    const port = await anyFreePort();
    if (!except.includes(port)) return port;
  }
}

/** The first of the preferred ports that is free, else any free one; never one of `except`. */
export async function firstFreePort(
  preferred: readonly (number | undefined)[],
  except: readonly number[] = [],
): Promise<number> {
  for (const port of preferred) {
    if (port !== undefined && !except.includes(port) && (await isPortFree(port))) return port;
  }
  return freePort(except);
}

function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
