import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { blackHole, createCleanup, makeHome, spawnService } from '@neuratrade/test-kit';

const cleanup = createCleanup();
afterAll(cleanup.run);

describe('a bad configuration', () => {
  const startWith = async (env: Record<string, string>) => {
    const home = cleanup.use(await makeHome()).path;
    const entry = fileURLToPath(new URL('../dist/main.js', import.meta.url));
    const service = await spawnService({ entry, home, env, portVariable: 'BACKEND_PORT', readyPath: false });
    return { ...(await service.exit), stderr: service.stderr().trimEnd().split('\n') };
  };

  test('is told whole, before anything starts', async () => {
    expect(await startWith({ HEALTH_INTERVAL_MS: 'soon', REDIS_URL: 'localhost' })).toEqual({
      code: 1,
      signal: null,
      stderr: [
        'DATABASE_URL is not set: give its URL, or start with `neuratrade gateway start`, which supplies one',
        'REDIS_URL: must be a URL that starts with redis:// or rediss://',
        'HEALTH_INTERVAL_MS=soon: must be whole milliseconds from 50 to 60000',
      ],
    });
  });

  test('production refuses missing and documented keys', async () => {
    const wanted =
      'NODE_ENV=production needs a key of at least 32 characters of your own, e.g. from `openssl rand -hex 32`';
    expect(
      await startWith({
        NODE_ENV: 'production',
        DATABASE_URL: 'postgres://u:p@127.0.0.1/x',
        REDIS_URL: 'redis://127.0.0.1',
        ADMIN_API_KEY: 'dev-admin-key-change-me-in-production',
      }),
    ).toEqual({
      code: 1,
      signal: null,
      stderr: [
        `ADMIN_API_KEY is the documented development default: ${wanted}`,
        `SERVICE_API_KEY is not set: ${wanted}`,
      ],
    });
  });

  test('a check that may take longer than a result stays fresh is refused, together with everything else', async () => {
    expect(
      await startWith({
        DATABASE_URL: 'postgres://u:100%pure@127.0.0.1/x',
        REDIS_URL: 'redis://127.0.0.1',
        HEALTH_TIMEOUT_MS: '8000',
        LOG_LEVEL: 'loud',
      }),
    ).toEqual({
      code: 1,
      signal: null,
      stderr: [
        'LOG_LEVEL=loud: must be one of debug, info, warn, error',
        'HEALTH_TIMEOUT_MS=8000: with HEALTH_CONFIRM_MS=250 a slow check would outlast the 5000 ms after which a result is too old; give less, or a longer HEALTH_INTERVAL_MS',
      ],
    });
  });

  test('a port in use is named', async () => {
    const { port } = cleanup.use(await blackHole());
    const { code, stderr } = await startWith({
      DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x',
      REDIS_URL: 'redis://127.0.0.1:1',
      BACKEND_PORT: String(port),
      BIND_HOST: '127.0.0.1',
    });
    expect([code, stderr]).toEqual([1, [`Port ${port} is in use. Choose another, or stop what uses it.`]]);
  });
});
