import { afterEach, describe, expect, test } from '@jest/globals';
import { blackHole, createCleanup, faultyHttp, findSecrets, freePort } from '@neuratrade/test-kit';
import { makeStack } from './support/cli.js';
import { examine, examineJson, linesAbout } from './support/doctor.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 30_000);

const WITHOUT_BOT = { TELEGRAM_ENABLED: 'false' };

describe('a database and a Redis elsewhere', () => {
  const PASSWORD = 'doctor-canary-password';

  async function look(port: number) {
    const stack = await makeStack(cleanup, {
      ...WITHOUT_BOT,
      DATABASE_URL: `postgres://trader:${PASSWORD}@127.0.0.1:${port}/trade`,
      REDIS_URL: `redis://:${PASSWORD}@127.0.0.1:${port}`,
    });
    const { lines, seconds } = await examine(stack);
    const { report } = await examineJson(stack);
    expect(findSecrets({ text: lines.join('\n'), json: JSON.stringify(report) }, [PASSWORD])).toEqual([]);
    expect(seconds).toBeLessThan(5);
    return [...linesAbout(lines, 'database'), ...linesAbout(lines, 'redis')];
  }

  test('that refuse', async () => {
    const port = await freePort();
    expect(await look(port)).toEqual([
      `✗ database             connection refused (127.0.0.1:${port})`,
      '                       → Check that the PostgreSQL of DATABASE_URL runs and lets this machine connect.',
      `✗ redis                connection refused (127.0.0.1:${port})`,
      '                       → Check that the Redis of REDIS_URL runs and lets this machine connect.',
    ]);
  });

  test('that never answer', async () => {
    const { port } = cleanup.use(await blackHole());
    expect(await look(port)).toEqual([
      `✗ database             connection timeout (127.0.0.1:${port})`,
      '                       → Check that the PostgreSQL of DATABASE_URL runs and lets this machine connect.',
      expect.stringMatching(`^✗ redis {16}no answer within 1.5 s \\(127.0.0.1:${port}\\)$`),
      '                       → Check that the Redis of REDIS_URL runs and lets this machine connect.',
    ]);
  }, 30_000);

  test('that are something else', async () => {
    const { port } = cleanup.use(await faultyHttp({ body: 'hello' }));
    expect(await look(port)).toEqual([
      expect.stringMatching(
        `^✗ database {13}(no answer of a PostgreSQL|connection reset) \\(127.0.0.1:${port}\\)$`,
      ),
      '                       → Check that the PostgreSQL of DATABASE_URL runs and lets this machine connect.',
      expect.stringMatching(`^✗ redis {16}(no answer of a Redis|connection reset) \\(127.0.0.1:${port}\\)$`),
      '                       → Check that the Redis of REDIS_URL runs and lets this machine connect.',
    ]);
  });
});
