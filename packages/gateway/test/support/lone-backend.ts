import { fileURLToPath } from 'node:url';
import {
  type Cleanup,
  freePort,
  makeHome,
  type Service,
  spawnService,
  startPostgres,
  startRedis,
} from '@neuratrade/test-kit';
import { makeStack, type TestStack } from './cli.js';

const ENTRY = fileURLToPath(new URL('../../../../apps/backend-api/dist/main.js', import.meta.url));

export interface LoneBackend {
  /** Its commands ask this backend. */
  readonly stack: TestStack;
  /** Starts it, again after it ended: on the same port, over the same database. */
  start(): Promise<Service>;
}

/** A backend with PostgreSQL and Redis and nothing else, and commands that know where it is and its `key`. */
export async function loneBackend(cleanup: Cleanup, key: string): Promise<LoneBackend> {
  const [postgres, redis] = await Promise.all([
    startPostgres().then(cleanup.use),
    startRedis().then(cleanup.use),
  ]);
  const port = String(await freePort());
  const env = {
    ...{ BIND_HOST: '127.0.0.1', BACKEND_PORT: port, ADMIN_API_KEY: key, LOG_STDOUT: 'false' },
    ...{ DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url, TELEGRAM_ENABLED: 'false' },
    CCXT_URL: `http://127.0.0.1:${await freePort()}`,
  };
  return {
    stack: await makeStack(cleanup, { ADMIN_API_KEY: key, BACKEND_PORT: port }),
    async start() {
      const home = cleanup.use(await makeHome()).path;
      const place = { entry: ENTRY, home, portVariable: 'BACKEND_PORT', readyPath: '/ready' };
      const started = await spawnService({ ...place, env });
      cleanup.add(() => started.stop('SIGKILL'));
      return started;
    },
  };
}
