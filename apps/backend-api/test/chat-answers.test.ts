import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { cacheReportSchema, equityCurveSchema, questsSchema, tradesSchema } from '@neuratrade/api-contracts';
import { type Answer, contTree, createCleanup, request, stopTree } from '@neuratrade/test-kit';
import { call, failed, startAlone, told } from './accounts-backend.js';
import { ask } from './ask.js';
import { addAccount, HOUR_MS, push, second, trip } from './figures-rig.js';
import { KEYS, type Logged, type Servers, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const CHAT = 123_456_789;
const NAMES = ['trades', 'equity', 'exchanges', 'cache', 'digest', 'quests', 'portfolio', 'performance'];
const cleanup = createCleanup();
let servers: Servers;
let url: string;
let backend: Logged;
let closed: Logged;

beforeAll(async () => {
  servers = await startServers(cleanup);
  url = await servers.postgres.createDatabase();
  [backend, closed] = await Promise.all([
    startAlone(cleanup, servers, { DATABASE_URL: url }),
    startAlone(cleanup, servers, { INTERNAL_AUTH: 'always' }),
  ]);
}, 60_000);

afterAll(cleanup.run, 60_000);

/** As the bot asks for a chat. */
const toChat = (name: string, query = '', chatId: unknown = CHAT): Promise<Answer> =>
  call(backend, 'GET', `telegram/internal/${name}?chat_id=${chatId}${query}`, undefined, KEYS.service);
const toOperator = (path: string): Promise<Answer> => call(backend, 'GET', path);

describe('while main is alone', () => {
  const AT = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 30 * HOUR_MS;

  beforeAll(async () => {
    await push(
      backend,
      'main',
      [1, 2, 3].flatMap((n) => trip(AT + n * HOUR_MS, n - 2)),
    );
    await ask(
      url,
      `INSERT INTO equity_snapshots SELECT id, $1::timestamptz + n * interval '1 minute', 100 + n, n, 1, 0.5, 0, n = 2
       FROM accounts, generate_series(1, 3) AS n`,
      [new Date(AT)],
    );
  });

  test('any chat gets its trades, page by page as the operator does', async () => {
    const first = await toChat('trades', '&limit=2');
    const { next_cursor, trades } = tradesSchema.parse(first.json);
    const second = await toChat('trades', `&limit=2&cursor=${next_cursor}`);
    const operator = await toOperator('trades');
    const all = [...trades, ...tradesSchema.parse(second.json).trades];
    expect([first.status, trades.length, { currency: 'USDT', trades: all, next_cursor: null }]).toEqual([
      200,
      2,
      operator.json,
    ]);
    expect(all.map(({ pnl }) => pnl)).toEqual(['1', '0', '-1']);
  });

  test('its equity curve', async () => {
    const query = `from=${second(AT)}&to=${second(AT + HOUR_MS)}&step=1m`;
    const answer = await toChat('equity', `&${query}`);
    const point = { exposure: '1', unrealized_pnl: '0.5', flows: '0' };
    expect([answer.status, equityCurveSchema.parse(answer.json)]).toEqual([
      200,
      {
        ...{ currency: 'USDT', from: second(AT), to: second(AT + HOUR_MS), step_seconds: 60 },
        points: [1, 2, 3].map((n) => ({
          ...{ ...point, at: second(AT + n * 60_000), equity: `${100 + n}`, available_balance: `${n}` },
          ...{ partial: n === 2, low: `${100 + n}` },
        })),
      },
    ]);
    expect((await toOperator(`portfolio/equity?${query}`)).json).toEqual(answer.json);
  });

  test('the report about the caches', async () => {
    const answer = await toChat('cache', '&hours=48');
    const report = cacheReportSchema.parse(answer.json);
    const time = expect.any(String);
    expect([answer.status, report.window.hours, (await toOperator('cache/report?hours=48')).json]).toEqual([
      200,
      48,
      {
        ...report,
        timestamp: time,
        window: { ...report.window, from: time, to: time },
        redis: expect.anything(),
      },
    ]);
  });

  test('and quests, with what they count where that is asked for', async () => {
    const plain = questsSchema.parse((await toChat('quests')).json);
    const raw = questsSchema.parse((await toChat('quests', '&raw=true')).json);
    const not = questsSchema.parse((await toOperator('quests?raw=false')).json);
    await call(backend, 'PUT', 'quests/in_the_black', { enabled: true });
    const more = questsSchema.parse((await toOperator('quests?raw=true')).json);
    await call(backend, 'PUT', 'quests/in_the_black', { enabled: false });
    const COUNTED = [
      { id: 'first_trade', metric: 'fills', unit: null },
      { id: 'profit_streak', metric: 'win_streak', unit: null },
      { id: 'volume_milestone', metric: 'volume', unit: 'USDT' },
    ];
    const updated_at = expect.any(String);
    expect([plain, raw, not, more.raw]).toEqual([
      { quests: not.quests, updated_at },
      { quests: not.quests, updated_at, raw: COUNTED },
      { quests: not.quests, updated_at },
      [...COUNTED, { id: 'in_the_black', metric: 'net_profit', unit: 'USDT' }],
    ]);
  });

  test.each([
    ['trades', '&limit=0', 'limit=0: give a whole number from 1 to 1000.'],
    ['equity', '&step=1x', 'step=1x: give a number of seconds, or one with its unit such as 5m, 1h or 1d.'],
    ['cache', '&hours=721', 'hours=721: give a whole number from 1 to 720.'],
    ['digest', '&hours=0', 'hours=0: give a whole number from 1 to 168.'],
    ['digest', '&hours=169', 'hours=169: give a whole number from 1 to 168.'],
    ['quests', '&raw=yes', 'raw=yes: give one of true, false.'],
  ])('is told what %s would take instead of %s', async (name, query, message) => {
    expect(told(await toChat(name, query))).toEqual([400, failed('bad_request', message)]);
  });
});

describe('the doors of what is told to chats', () => {
  const asked = (one: Logged, headers: Record<string, string>): Promise<(number | undefined)[]> =>
    Promise.all(
      NAMES.map(async (name) => {
        const path = `${one.url}/api/v1/telegram/internal/${name}?chat_id=${CHAT}`;
        return (await request(path, { headers })).status;
      }),
    );
  const all = (status: number) => NAMES.map(() => status);

  test('are open without a key to this machine alone, and with a wrong one to nobody', async () => {
    expect([
      await asked(backend, {}),
      await asked(backend, { 'x-api-key': KEYS.service }),
      await asked(backend, { 'x-api-key': KEYS.admin }),
      await asked(backend, { 'x-api-key': 'wrong' }),
      await asked(backend, { 'x-forwarded-for': '203.0.113.9' }),
      await asked(backend, { origin: 'https://evil.example' }),
    ]).toEqual([all(200), all(200), all(200), all(401), all(401), all(401)]);
  });

  test('want one of the keys where INTERNAL_AUTH says so', async () => {
    expect([
      await asked(closed, {}),
      await asked(closed, { 'x-api-key': KEYS.service }),
      await asked(closed, { 'x-api-key': KEYS.admin }),
    ]).toEqual([all(401), all(200), all(200)]);
  });

  test('want a chat', async () => {
    const answers = await Promise.all(
      NAMES.map((name) => call(backend, 'GET', `telegram/internal/${name}`, undefined, KEYS.service)),
    );
    const missing = "chat_id is missing: give Telegram's number of a chat, as 123456789.";
    expect(answers.map(told)).toEqual(NAMES.map(() => [400, failed('bad_request', missing)]));
  });

  test("are closed to the services where the operator's begin", async () => {
    const keys = ['', 'wrong', KEYS.service];
    const statuses = await Promise.all(
      keys.map(async (key) => (await call(backend, 'GET', 'digest', undefined, key)).status),
    );
    expect([statuses, (await toOperator('digest')).status]).toEqual([[401, 401, 401], 200]);
  });
});

test('while the database hangs, every answer says so before a chat gives up', async () => {
  for (const name of NAMES) expect((await toChat(name)).status).toBe(200);
  const timed = async (name: string): Promise<unknown> => {
    const began = performance.now();
    const [status, json] = told(await toChat(name));
    return [status, json, performance.now() - began < 3_000];
  };
  await stopTree(servers.postgres.pid);
  try {
    const away = failed('unavailable', expect.stringMatching(/^The database cannot be asked now: /));
    expect(await Promise.all(NAMES.map(timed))).toEqual(NAMES.map(() => [503, away, true]));
  } finally {
    await contTree(servers.postgres.pid);
  }
  expect((await toChat('digest')).status).toBe(200);
});

test('with several accounts a chat gets what is of its own, and one that is not linked nothing', async () => {
  await addAccount(backend, 'bot-2');
  await ask(url, "INSERT INTO chats (chat_id, account_id) SELECT $1, id FROM accounts WHERE name = 'bot-2'", [
    CHAT,
  ]);
  const trades = await toChat('trades');
  const digest = await toChat('digest');
  expect([trades.json, digest.json]).toEqual([
    { currency: 'USDT', trades: [], next_cursor: null },
    expect.objectContaining({ account: 'bot-2', closed_trades: 0 }),
  ]);
  const refused =
    'Chat 5 is linked to no account. neuratrade telegram link --account NAME makes a link that does it.';
  const answers = await Promise.all(NAMES.map((name) => toChat(name, '', 5)));
  expect(answers.map(told)).toEqual(NAMES.map(() => [404, failed('not_found', refused)]));
});
