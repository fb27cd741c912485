import { once } from 'node:events';
import type { ServerHandle } from '@neuratrade/local-servers';
import { contTree, killTree, stopTree } from '../faults/tree.js';
import type { TestHome } from '../home.js';

/** A real server that a test may break and mend. Its port and its data stay the same throughout. */
export type TestServer = {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  readonly home: string;
  /** Hangs it: the server and all its children stand still, connections stay open. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** kill -9, children included. */
  kill(): Promise<void>;
  /** Ends it in order. */
  down(): Promise<void>;
  /** Starts it again after `kill` or `down`. */
  up(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
};

type Start = (home: string, port?: number) => Promise<ServerHandle>;

/** Gives a server the faults of a TestServer. The home goes with it. */
export async function testServer(home: TestHome, start: Start): Promise<TestServer> {
  let server = await start(home.path);
  const { port, url } = server;
  return {
    get pid() {
      return server.pid;
    },
    port,
    url,
    home: home.path,
    freeze: () => stopTree(server.pid),
    thaw: () => contTree(server.pid),
    async kill() {
      const ended = once(server.child, 'exit');
      await killTree(server.pid);
      await ended;
    },
    down: () => server.stop(),
    async up() {
      server = await start(home.path, port);
    },
    async stop() {
      await contTree(server.pid);
      await server.stop();
      await home.remove();
    },
  };
}
