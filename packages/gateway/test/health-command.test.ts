import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { contTree, createCleanup, eventually, freePort, request, stopTree } from '@neuratrade/test-kit';
import type { TestStack } from './support/cli.js';
import { maskedTable, stackWithoutBot } from './support/health.js';

const whole = createCleanup();
const cleanup = createCleanup();
let stack: TestStack;
let key: string;

beforeAll(async () => {
  stack = await stackWithoutBot(whole);
  key = (await stack.run(['config', 'get', 'admin_api_key'])).stdout.trim();
}, 60_000);
afterEach(cleanup.run, 40_000);
afterAll(whole.run, 60_000);

const patience = { timeoutMs: 30_000, everyMs: 100 };
const word = async () =>
  ((await request(`${stack.url('BACKEND_PORT')}/health`)).json as { status: string }).status;

async function freeze(name: string, settled: () => Promise<unknown>): Promise<void> {
  const pid = stack.pid(name);
  cleanup.add(() => eventually(async () => expect(await word()).toBe('healthy'), patience));
  cleanup.add(() => contTree(pid));
  await stopTree(pid);
  await settled();
}

const says = (status: string) => () => eventually(async () => expect(await word()).toBe(status), patience);

describe('one look', () => {
  test('at a healthy backend is a table, and exits with 0', async () => {
    const { code, stdout, stderr } = await stack.run(['health']);
    expect({ code, stderr, lines: maskedTable(stdout, stack) }).toEqual({
      code: 0,
      stderr: '',
      lines: [
        'healthy  URL  version V, up T',
        '',
        'SERVICE  STATUS  FOR  LATENCY  CHECKED  LAST ERROR',
        expect.stringMatching(/^database {2}healthy {2}T {2}MS {2}MS ago {2}(-|.+ \(T ago\))$/),
        expect.stringMatching(/^redis {2}healthy {2}T {2}MS {2}MS ago {2}(-|.+ \(T ago\))$/),
        expect.stringMatching(/^ccxt {2}healthy {2}T {2}MS {2}MS ago {2}(-|.+ \(T ago\))$/),
        'telegram  disabled  T  -  -  -',
        '',
      ],
    });
  }, 20_000);

  test('as JSON holds the same as numbers', async () => {
    const { code, stdout } = await stack.run(['health', '--json']);
    const number = expect.any(Number);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const healthy = (name: string) => ({
      name,
      status: 'healthy',
      reason: null,
      since: time,
      for_seconds: number,
      latency_ms: number,
      age_ms: number,
    });
    const { services, ...head } = JSON.parse(stdout);
    expect({ code, head }).toEqual({
      code: 0,
      head: {
        status: 'healthy',
        ready: true,
        url: stack.url('BACKEND_PORT'),
        checked_at: time,
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        uptime: expect.stringMatching(/s$/),
        note: null,
      },
    });
    expect(services.map(({ last_error: _, ...part }: { last_error: unknown }) => part)).toEqual([
      ...['database', 'redis', 'ccxt'].map(healthy),
      { ...healthy('telegram'), status: 'disabled', latency_ms: null, age_ms: null },
    ]);
  }, 20_000);

  test('without the admin key shows the words alone, and says what is missing', async () => {
    const { code, stdout } = await stack.run(['health', '--url', stack.url('BACKEND_PORT')]);
    expect({ code, lines: maskedTable(stdout, stack) }).toEqual({
      code: 0,
      lines: [
        'healthy  URL  version V, up T',
        '',
        'SERVICE  STATUS  FOR  LATENCY  CHECKED  LAST ERROR',
        ...['database', 'redis', 'ccxt'].map((name) => `${name}  healthy  -  -  -  -`),
        'telegram  disabled  -  -  -  -',
        '',
        'Latency, ages and errors need the admin key: set ADMIN_API_KEY.',
        '',
      ],
    });
    const refused = await stack.run(['health', '--json'], { ADMIN_API_KEY: 'another-key' });
    expect(JSON.parse(refused.stdout).note).toBe(
      'The backend refuses the admin key; latency, ages and errors need it.',
    );
    const elsewhere = await stack.run(['health', '--json', '--url', `${stack.url('BACKEND_PORT')}/`], {
      ADMIN_API_KEY: key,
    });
    expect(JSON.parse(elsewhere.stdout).note).toBeNull();
  }, 30_000);

  test('finds the backend on the port that it was started with, and keeps the password of a URL to itself', async () => {
    const { BACKEND_PORT: port } = stack.env;
    const own = await stack.run(['health', '--json'], { BACKEND_PORT: '' });
    const withPassword = await stack.run(['health', '--url', `http://trader:canary-pass@127.0.0.1:${port}`]);
    expect([own.code, JSON.parse(own.stdout).url]).toEqual([0, stack.url('BACKEND_PORT')]);
    expect([withPassword.code, maskedTable(withPassword.stdout, stack)[0]]).toEqual([
      0,
      'healthy  URL  version V, up T',
    ]);
  }, 20_000);

  test.each([
    ['ccxt', 1, 'degraded  URL  version V, up T', /^ccxt {2}unhealthy {2}T {2}.+ {2}connection failed: /],
    ['database', 2, 'degraded (503: it cannot serve)  URL  version V, up T', /^database {2}unhealthy {2}T /],
  ])(
    'with a %s that hangs exits with %d',
    async (name, expected, first, line) => {
      await freeze(name, says('degraded'));
      const { code, stdout } = await stack.run(['health']);
      const lines = maskedTable(stdout, stack);
      expect({ code, first: lines[0], wrong: lines.filter((text) => text.includes('unhealthy')) }).toEqual({
        code: expected,
        first,
        wrong: [expect.stringMatching(line)],
      });
    },
    60_000,
  );

  test('at nothing exits with 2 and names the next step', async () => {
    const port = await freePort();
    const own = await stack.run(['health'], { BACKEND_PORT: String(port) });
    const other = await stack.run(['health', '--url', `http://127.0.0.1:${port}`]);
    expect([own, other]).toEqual([
      {
        code: 2,
        stdout: `unreachable: connection refused (http://127.0.0.1:${port})\n\nSee what is wrong with it: neuratrade doctor\n`,
        stderr: '',
      },
      { code: 2, stdout: `unreachable: connection refused (http://127.0.0.1:${port})\n`, stderr: '' },
    ]);
  }, 20_000);
});

test.each<[string[], string]>([
  [['health', '--jsno'], "error: unknown option '--jsno'\n(Did you mean --json?)\n"],
  [['doctor', '--jsn'], "error: unknown option '--jsn'\n(Did you mean --json?)\n"],
  [['health', '--json', '--watch'], "error: option '--json' cannot be used with option '-w, --watch'\n"],
  [
    ['health', '--interval', '5'],
    "error: option '--interval <time>' argument '5' is invalid. It must be a time from 100ms to 60m, such as 500ms, 5s or 1m.\n",
  ],
  [
    ['health', '--url', 'trading-host'],
    "error: option '--url <url>' argument 'trading-host' is invalid. It must be a URL such as http://trading-host:8080.\n",
  ],
])(
  '%j is refused with a hint',
  async (args, stderr) => {
    expect(await stack.run(args)).toEqual({ code: 1, stdout: '', stderr });
  },
  20_000,
);

test.each([
  ['doctor', '$ neuratrade doctor --json'],
  ['health', '$ neuratrade health --watch'],
])(
  '%s --help has examples',
  async (name, example) => {
    const { code, stdout } = await stack.run([name, '--help']);
    expect({ code, examples: stdout.slice(stdout.indexOf('Examples:')) }).toEqual({
      code: 0,
      examples: expect.stringContaining(example),
    });
  },
  20_000,
);
