import { createServer } from 'node:net';

/** The error code of binding that address for a moment (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL` …); undefined when it works. */
export function bindError(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
