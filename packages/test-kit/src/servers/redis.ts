import { freePort, startRedis as start } from '@neuratrade/local-servers';
import { makeHome } from '../home.js';
import { type TestServer, testServer } from './test-server.js';

/** A Redis of its own on a free port, with its data in a temporary home. */
export async function startRedis(): Promise<TestServer> {
  const preferred = await freePort();
  return testServer(await makeHome(), (home, port) =>
    start({ home, port: port ?? preferred, strictPort: port !== undefined }),
  );
}
