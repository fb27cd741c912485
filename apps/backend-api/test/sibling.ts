import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { contTree, eventually, freePort, request, stopTree } from '@neuratrade/test-kit';

/** A process of its own that answers every request with one body, and can be killed, frozen and started again. */
export interface Sibling {
  readonly url: string;
  readonly host: string;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  kill(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

const SERVER = `
require('node:http')
  .createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(process.env.BODY))
  .listen(Number(process.env.PORT), '127.0.0.1');`;

export async function spawnSibling(body: string): Promise<Sibling> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess;
  const up = async (): Promise<void> => {
    child = spawn(process.execPath, ['-e', SERVER], {
      env: { BODY: body, PORT: String(port) },
      stdio: 'ignore',
    });
    await eventually(() => request(url));
  };
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await up();
  return {
    url,
    host: `127.0.0.1:${port}`,
    freeze: () => stopTree(child.pid ?? 0),
    thaw: () => contTree(child.pid ?? 0),
    kill,
    up,
    stop: kill,
  };
}
