import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { performanceSchema, questsSchema } from '@neuratrade/api-contracts';
import { createCleanup, eventually, freePort, request } from '@neuratrade/test-kit';
import { makeStack, type TestStack } from './support/cli.js';

jest.setTimeout(60_000);

const ADMIN_KEY = 'admin-key-of-the-figures-tests';
const HOUR_MS = 3_600_000;
const OWN = {
  id: 'busy_hands',
  title: 'Busy Hands',
  description: 'Execute 4 fills',
  metric: 'fills',
  target: 4,
};

const cleanup = createCleanup();
let stack: TestStack;

beforeAll(async () => {
  stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false', ADMIN_API_KEY: ADMIN_KEY });
  writeFileSync(stack.paths.config, JSON.stringify({ quests: [OWN] }), { mode: 0o600 });
  const { code, stderr } = await stack.run(['gateway', 'start']);
  if (code !== 0) throw new Error(stderr);
  const ready = async () => expect((await request(`${stack.url('BACKEND_PORT')}/ready`)).status).toBe(200);
  await eventually(ready, { timeoutMs: 20_000 });
}, 90_000);
afterAll(cleanup.run, 60_000);

/** One BTC bought for 1,000 and sold with each of the results, an hour apart, the last of them an hour ago. */
async function push(...results: readonly number[]): Promise<void> {
  const at = (n: number): string => new Date(Date.now() - (results.length - n) * HOUR_MS).toISOString();
  const fills = results.flatMap((pnl, n) => [
    { id: `${n}-in`, side: 'buy', price: '1000', executed_at: at(n - 0.5) },
    { id: `${n}-out`, side: 'sell', price: String(1_000 + pnl), executed_at: at(n) },
  ]);
  const { status, json } = await request(`${stack.url('BACKEND_PORT')}/api/v1/trades`, {
    method: 'POST',
    headers: { 'X-API-Key': ADMIN_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ account: 'main', exchange: 'mybot' },
      fills: fills.map((fill) => ({ ...fill, symbol: 'BTC/USDT', amount: '1' })),
    }),
  });
  expect([status, json]).toEqual([200, { stored: fills.length, duplicates: 0, rejected: [] }]);
}

async function lines(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await stack.run(args);
  expect([code, stderr]).toEqual([0, '']);
  return stripVTControlCharacters(stdout)
    .replace(/\d{4}-\d\d-\d\dT[\d:]{8}Z/g, 'TIME')
    .trimEnd()
    .split('\n');
}

test('trades that came in show in performance and quests, those of config.json among them', async () => {
  await push(12.5, -4.25, 3);
  expect(await lines('performance', '--start-equity', '1000')).toEqual(
    expect.arrayContaining([
      'Performance of main in USDT, at TIME',
      expect.stringMatching(/^all time +\+11\.25$/),
      expect.stringMatching(/^trades +3: 2 won, 1 lost, 0 even$/),
      expect.stringMatching(/^largest drawdown +4\.25 \(0\.42 %\)$/),
      expect.stringMatching(/^average duration +30m$/),
      expect.stringMatching(/^BTC\/USDT +3 +2 +1 +\+11\.25 +0\.00 +6,011\.25$/),
    ]),
  );
  expect(await lines('quests')).toEqual([
    'QUEST             STATUS       PROGRESS         SINCE  WHAT TO DO'.replace(
      'SINCE  ',
      `SINCE${' '.repeat(17)}`,
    ),
    expect.stringMatching(/^first_trade +completed +1 of 1 +TIME/),
    expect.stringMatching(/^profit_streak +in progress +1 of 5 +TIME/),
    expect.stringMatching(/^volume_milestone +in progress +6,011 of 10,000 +TIME/),
    expect.stringMatching(/^busy_hands +completed +4 of 4 +TIME +Execute 4 fills$/),
  ]);
});

describe('as JSON', () => {
  test('both are what the API tells', async () => {
    const performance = await stack.run(['performance', '--json']);
    const quests = await stack.run(['quests', 'list', '--json']);
    expect([
      performanceSchema.parse(JSON.parse(performance.stdout)).raw?.total_trades,
      questsSchema.parse(JSON.parse(quests.stdout)).quests.length,
    ]).toEqual([3, 4]);
  });
});

test('a quest is switched on and off, and the catalog says so', async () => {
  const century = async () => (await lines('quests', 'catalog')).find((line) => line.startsWith('century'));
  expect([await lines('quests', 'enable', 'century'), await century()]).toEqual([
    ['century is on.'],
    expect.stringMatching(/^century +yes +catalog +Close 100 trades$/),
  ]);
  expect([await lines('quests', 'disable', 'century'), await century()]).toEqual([
    ['century is off.'],
    expect.stringMatching(/^century +no +catalog +Close 100 trades$/),
  ]);
});

test('what is wrong is said in one line', async () => {
  const elsewhere = `http://127.0.0.1:${await freePort()}`;
  const ran = [
    await stack.run(['quests', 'enable', 'luck']),
    await stack.run(['performance', '--account', 'nobody']),
    await stack.run(['performance', '--start-equity', '-1']),
    await stack.run(['performance', '--url', elsewhere]),
    await stack.run(['quests', '--url', elsewhere]),
  ];
  const nobody = `No backend answers at ${elsewhere}: connection refused. Check the URL.\n`;
  expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual([
    [1, expect.stringContaining('There is no quest luck. ')],
    [1, 'There is no account nobody. Add it with neuratrade accounts add nobody.\n'],
    [1, expect.stringContaining('It must be an amount above 0, such as 1000 or 1234.50.')],
    [2, nobody],
    [2, nobody],
  ]);
});
