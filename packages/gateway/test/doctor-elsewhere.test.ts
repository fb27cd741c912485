import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { suppliedDatabase } from '../src/doctor/facts/supplied.js';
import { makeStack, type TestStack } from './support/cli.js';
import { examine, examineJson, linesAbout } from './support/doctor.js';

const cleanup = createCleanup();
let servers: TestStack;
let stack: TestStack;

beforeAll(async () => {
  servers = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false' });
  expect(await servers.run(['gateway', 'start'])).toMatchObject({ code: 0 });
  const { EMBEDDED_DB_PORT, EMBEDDED_REDIS_PORT } = servers.env;
  stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false' });
  const urls = {
    DATABASE_URL: suppliedDatabase(servers.paths)?.urlOn(Number(EMBEDDED_DB_PORT)),
    REDIS_URL: `redis://127.0.0.1:${EMBEDDED_REDIS_PORT}`,
  };
  expect(await stack.run(['gateway', 'start'], urls)).toMatchObject({ code: 0 });
}, 90_000);
afterAll(cleanup.run, 60_000);

test('servers whose URLs only the gateway was given are told as the backend sees them', async () => {
  const { EMBEDDED_DB_PORT, EMBEDDED_REDIS_PORT } = servers.env;
  const { code, lines } = await examine(stack);
  expect({ code, told: [...linesAbout(lines, 'database'), ...linesAbout(lines, 'redis')] }).toEqual({
    code: 0,
    told: [
      `✓ database             healthy, says the backend (127.0.0.1:${EMBEDDED_DB_PORT}); for a closer look set DATABASE_URL here too`,
      `✓ redis                healthy, says the backend (127.0.0.1:${EMBEDDED_REDIS_PORT}); for a closer look set REDIS_URL here too`,
    ],
  });
}, 20_000);

test('a port that only the gateway was given is the one that is looked at', async () => {
  const { finding } = await examineJson(stack, { BACKEND_PORT: '' });
  expect(finding('ports')?.values.backend).toEqual({
    port: Number(stack.env.BACKEND_PORT),
    state: 'ours',
    pid: stack.pid('backend'),
    command: expect.any(String),
  });
}, 20_000);

test('a URL that is set here, but that the gateway was not started with, is told', async () => {
  const { EMBEDDED_DB_PORT: port } = servers.env;
  const here = { DATABASE_URL: suppliedDatabase(servers.paths)?.urlOn(Number(port)) };
  const [same, other] = [await examineJson(stack, here), await examineJson(servers, here)];
  expect([same.finding('database.url'), other.finding('database.url')]).toEqual([
    undefined,
    {
      id: 'database.url',
      status: 'warning',
      text: 'the gateway runs on one of its own, not on that of the DATABASE_URL that is set here',
      remedy:
        'unset DATABASE_URL here; or run the services with this one: neuratrade gateway stop, then neuratrade gateway start.',
      values: { used: 'one of its own' },
    },
  ]);
}, 20_000);
