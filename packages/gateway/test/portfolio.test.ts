import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, freePort, request, type Service } from '@neuratrade/test-kit';
import type { TestStack } from './support/cli.js';
import { loneBackend } from './support/lone-backend.js';

jest.setTimeout(60_000);

const KEY = 'admin-key-of-the-portfolio-tests';

const cleanup = createCleanup();
afterAll(cleanup.run, 60_000);

let stack: TestStack;
let backend: Service;

beforeAll(async () => {
  const lone = await loneBackend(cleanup, KEY);
  stack = lone.stack;
  backend = await lone.start();
  await call('POST', 'accounts', { name: 'odd' });
  await call('PUT', 'accounts/odd/exchanges/mybot/balance', { USDT: '8200', XYZ: '7' });
  await call('PUT', 'accounts/main/exchanges/mybot/balance', { USDT: '8200' });
}, 60_000);

async function call(method: string, path: string, body: object): Promise<void> {
  const { status, text } = await request(`${backend.url}/api/v1/${path}`, {
    method,
    headers: { 'X-API-Key': KEY, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (status >= 300) throw new Error(text);
}

const portfolio = async (...args: string[]): Promise<[number | null, string[]]> => {
  const { code, stdout, stderr } = await stack.run(['portfolio', ...args]);
  return [
    code,
    stripVTControlCharacters(stdout + stderr)
      .trimEnd()
      .split('\n'),
  ];
};

test('what is held is shown, and what nothing prices', async () => {
  expect(await portfolio('--account', 'odd')).toEqual([
    0,
    [
      expect.stringMatching(/^Portfolio of odd in USDT, at \d{4}-.*Z$/),
      '',
      'EXCHANGE    EQUITY  AVAILABLE  EXPOSURE  UNREALISED',
      'mybot     8,200.00   8,200.00      0.00        0.00',
      '',
      'SYMBOL    EXCHANGE  SIDE  SIZE    ENTRY      MARK  UNREALISED',
      'XYZ/USDT  mybot     long     7  unknown  no price           -',
      '',
      'In no sum while nothing prices them: XYZ',
    ],
  ]);
  const [code, json] = await portfolio('show', '--account', 'odd', '--json');
  expect([code, JSON.parse(json.join('\n'))]).toEqual([
    0,
    expect.objectContaining({ total_equity: '8,200.00 USDT', unpriced: ['XYZ'] }),
  ]);
});

test('equity over time, and what explains it, are shown once there are snapshots', async () => {
  await eventually(
    async () =>
      expect(await portfolio('equity')).toEqual([
        0,
        [
          expect.stringMatching(/^Equity of main in USDT, from .*Z to .*Z$/),
          '',
          expect.stringMatching(/^AT +EQUITY +AVAILABLE +EXPOSURE +UNREALISED$/),
          expect.stringMatching(/^\d{4}-.*Z +8,200\.00 +8,200\.00 +0\.00 +0\.00$/),
        ],
      ]),
    { timeoutMs: 30_000, everyMs: 500 },
  );
  const [code, lines] = await portfolio('--reconcile');
  expect([code, lines[0]]).toEqual([0, 'Reconciliation of main: equity changed by 0.00 USDT']);
  expect(lines).toContainEqual(expect.stringMatching(/^not explained +0\.00$/));
});

test('what is refused exits with 1, and without a backend with 2', async () => {
  expect(await portfolio('--account', 'nobody')).toEqual([
    1,
    [expect.stringContaining('neuratrade accounts add nobody')],
  ]);
  expect(await portfolio('equity', '--step', 'soon')).toEqual([
    1,
    [expect.stringMatching(/^step=soon: give /)],
  ]);
  expect(await portfolio('--from', 'soon')).toEqual([1, [expect.stringMatching(/^from=soon: give /)]]);
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  expect(await portfolio('--url', nowhere)).toEqual([2, [expect.stringMatching(/^No backend answers at /)]]);
});
