import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { QuestCatalog } from '@neuratrade/api-contracts';
import { createCleanup, readLog } from '@neuratrade/test-kit';
import { call, failed, startAlone, told } from './accounts-backend.js';
import { ask } from './ask.js';
import { addAccount, DAY_MS, fill, HOUR_MS, MINUTE_MS, push, quests, second, trip } from './figures-rig.js';
import { KEYS, type Logged, type Servers, startBackend, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const OWN = {
  ...{ id: 'busy_hands', title: 'Busy Hands', description: 'Execute 6 fills', metric: 'fills', target: 6 },
};
/** Ten days ago, at noon. */
const BEGIN = Math.floor(Date.now() / DAY_MS) * DAY_MS - 9.5 * DAY_MS;

const cleanup = createCleanup();
let servers: Servers;
let url: string;
let backend: Logged;

beforeAll(async () => {
  servers = await startServers(cleanup);
  url = await servers.postgres.createDatabase();
  backend = await startAlone(cleanup, servers, { DATABASE_URL: url, CUSTOM_QUESTS: JSON.stringify([OWN]) });
}, 60_000);

afterAll(cleanup.run, 60_000);

const one = async (account: string, id: string) => {
  const { status, progress, max_progress, updated_at } =
    (await quests(backend, account)).find((quest) => quest.id === id) ?? {};
  return `${status} ${progress}/${max_progress} ${updated_at}`;
};

test('on a fresh installation the page’s three have not begun, for any chat', async () => {
  const [{ at } = { at: '' }] = await ask<{ at: string }>(
    url,
    `SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at FROM accounts`,
  );
  const { status, json } = await call(
    backend,
    'GET',
    'telegram/internal/quests?chat_id=123456789',
    undefined,
    KEYS.service,
  );
  const untouched = { status: 'not_started', progress: 0, updated_at: at };
  expect([status, json]).toEqual([
    200,
    {
      quests: [
        {
          ...{ id: 'first_trade', title: 'First Trade', description: 'Execute your first successful trade' },
          ...{ ...untouched, max_progress: 1 },
        },
        {
          ...{ id: 'profit_streak', title: 'Profit Streak' },
          ...{ description: 'Achieve 5 profitable trades in a row', ...untouched, max_progress: 5 },
        },
        {
          ...{ id: 'volume_milestone', title: 'Volume Milestone', description: 'Trade $10,000 total volume' },
          ...{ ...untouched, max_progress: 10_000 },
        },
        {
          ...{ id: 'busy_hands', title: 'Busy Hands', description: 'Execute 6 fills' },
          ...{ ...untouched, max_progress: 6 },
        },
      ],
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    },
  ]);
});

describe('progress', () => {
  test('is told with the instant at which it changed, whatever the order in which fills arrive', async () => {
    await addAccount(backend, 'order');
    const trips = [0, 1, 2].map((n) => trip(BEGIN + n * DAY_MS, 5));
    for (const fills of trips.toReversed()) await push(backend, 'order', fills);
    expect(await quests(backend, 'order')).toEqual([
      expect.objectContaining({
        ...{ id: 'first_trade', status: 'completed', progress: 1, updated_at: second(BEGIN - MINUTE_MS) },
      }),
      expect.objectContaining({
        ...{
          id: 'profit_streak',
          status: 'in_progress',
          progress: 3,
          updated_at: second(BEGIN + 2 * DAY_MS),
        },
      }),
      expect.objectContaining({
        ...{ id: 'volume_milestone', status: 'in_progress', progress: 6_015 },
        updated_at: second(BEGIN + 2 * DAY_MS),
      }),
      expect.objectContaining({
        ...{ id: 'busy_hands', status: 'completed', progress: 6, updated_at: second(BEGIN + 2 * DAY_MS) },
      }),
    ]);
  });

  test('of a completed quest stands at the fill that completed it', async () => {
    await addAccount(backend, 'volume');
    const fills = Array.from({ length: 8 }, (_, n) => trip(BEGIN + n * 7 * HOUR_MS, -1)).flat();
    await push(backend, 'volume', fills);
    expect(await one('volume', 'volume_milestone')).toBe(
      `completed 10000/10000 ${second(BEGIN + 5 * 7 * HOUR_MS - MINUTE_MS)}`,
    );
  });

  test('of a streak ends with a loss, as failed, and starts again with the next win', async () => {
    await addAccount(backend, 'streak');
    const at = (n: number): number => BEGIN + n * 3 * HOUR_MS;
    const streak = () => one('streak', 'profit_streak');
    await push(backend, 'streak', [...trip(at(0), 3), ...trip(at(1), 3)]);
    expect(await streak()).toBe(`in_progress 2/5 ${second(at(1))}`);
    await push(backend, 'streak', [...trip(at(2), -3), ...trip(at(3), -1)]);
    expect(await streak()).toBe(`failed 0/5 ${second(at(2))}`);
    await push(
      backend,
      'streak',
      [4, 5, 6, 7].flatMap((n) => trip(at(n), 1)),
    );
    expect(await streak()).toBe(`in_progress 4/5 ${second(at(7))}`);
    await push(backend, 'streak', [...trip(at(8), 1), ...trip(at(9), -1)]);
    expect(await streak()).toBe(`completed 5/5 ${second(at(8))}`);
  });

  test('that was complete stays so, at its time, when late fills break the streak; with all of them known, its time is another', async () => {
    await addAccount(backend, 'stays');
    const at = (n: number): number => BEGIN + n * 3 * HOUR_MS;
    await push(
      backend,
      'stays',
      [1, 2, 3, 4, 5].flatMap((n) => trip(at(n), 1)),
    );
    expect(await one('stays', 'profit_streak')).toBe(`completed 5/5 ${second(at(5))}`);
    await push(backend, 'stays', trip(at(2) + HOUR_MS, -7));
    expect(await one('stays', 'profit_streak')).toBe(`completed 5/5 ${second(at(5))}`);
    await push(
      backend,
      'stays',
      [6, 7].flatMap((n) => trip(at(n), 1)),
    );
    expect(await one('stays', 'profit_streak')).toBe(`completed 5/5 ${second(at(7))}`);
    const lines = (await readLog(backend.log)).filter(({ msg }) => msg === 'Quest completed');
    expect(lines.filter(({ account }) => account === 'stays').map(({ quest }) => quest)).toEqual([
      ...['first_trade', 'profit_streak', 'volume_milestone', 'busy_hands'],
    ]);
  });

  test('that counts money waits for what has no price yet', async () => {
    await addAccount(backend, 'unpriced');
    await push(backend, 'unpriced', [
      fill(BEGIN, 'buy', 9_000, { fee: { cost: '1', currency: 'XYZ' } }),
      fill(BEGIN + HOUR_MS, 'buy', 2_000),
    ]);
    expect([await one('unpriced', 'volume_milestone'), await one('unpriced', 'busy_hands')]).toEqual([
      `in_progress 2000/10000 ${second(BEGIN + HOUR_MS)}`,
      `in_progress 2/6 ${second(BEGIN + HOUR_MS)}`,
    ]);
  });
});

describe('the catalog', () => {
  const path = 'quests/catalog?account=choosing';
  const catalog = async () => (await call(backend, 'GET', path)).json as QuestCatalog;

  test('lists the defaults, at least five more that are off, and those of one’s own', async () => {
    await addAccount(backend, 'choosing');
    const { quests: all } = await catalog();
    const of = (source: string) => all.filter((quest) => quest.source === source);
    expect(of('default').map(({ id, enabled }) => [id, enabled])).toEqual([
      ...[
        ['first_trade', true],
        ['profit_streak', true],
        ['volume_milestone', true],
      ],
    ]);
    expect([of('catalog').length >= 5, of('catalog').some(({ enabled }) => enabled)]).toEqual([true, false]);
    expect(of('custom')).toEqual([
      {
        ...{ id: 'busy_hands', title: 'Busy Hands', description: 'Execute 6 fills', max_progress: 6 },
        ...{ enabled: true, source: 'custom' },
      },
    ]);
  });

  test('is chosen from by account, and what was earned before counts', async () => {
    await push(backend, 'choosing', trip(BEGIN + DAY_MS, 12));
    const put = (id: string, enabled: boolean) =>
      call(backend, 'PUT', `quests/${id}?account=choosing`, { enabled });
    expect([told(await put('first_win', true)), (await put('profit_streak', false)).status]).toEqual([
      [
        200,
        {
          ...{ id: 'first_win', title: 'First Win', description: 'Close your first trade with a profit' },
          ...{ max_progress: 1, enabled: true, source: 'catalog' },
        },
      ],
      200,
    ]);
    const ids = async (account: string) => (await quests(backend, account)).map(({ id }) => id);
    expect([await ids('choosing'), await ids('order')]).toEqual([
      ['first_trade', 'volume_milestone', 'first_win', 'busy_hands'],
      ['first_trade', 'profit_streak', 'volume_milestone', 'busy_hands'],
    ]);
    expect(await one('choosing', 'first_win')).toBe(`completed 1/1 ${second(BEGIN + DAY_MS)}`);
    expect((await catalog()).quests.filter(({ enabled }) => enabled).map(({ id }) => id)).toEqual([
      ...['first_trade', 'volume_milestone', 'first_win', 'busy_hands'],
    ]);
  });

  test('refuses what there is not, and what is no choice', async () => {
    expect([
      told(await call(backend, 'PUT', 'quests/luck', { enabled: true })),
      told(await call(backend, 'PUT', 'quests/centry', { enabled: true })),
      told(await call(backend, 'PUT', 'quests/century', { enabled: 'yes' })),
      told(await call(backend, 'GET', 'quests?account=nobody')),
    ]).toEqual([
      [
        404,
        failed('not_found', 'There is no quest luck. GET /api/v1/quests/catalog lists those that there are.'),
      ],
      [
        404,
        failed('not_found', expect.stringMatching(/^There is no quest centry\. Did you mean century\? /)),
      ],
      [400, failed('bad_request', 'enabled must be true or false.')],
      [404, failed('not_found', expect.stringContaining('neuratrade accounts add nobody'))],
    ]);
  });
});

test('a chat sees the quests of its own account alone, and nobody without a key those of any', async () => {
  const path = 'telegram/internal/quests';
  const statuses = await Promise.all(
    [path, `${path}?chat_id=abc`, `${path}?chat_id=42`].map(
      async (asked) => (await call(backend, 'GET', asked, undefined, KEYS.service)).status,
    ),
  );
  expect(statuses).toEqual([400, 400, 404]);
  const closed = await Promise.all(
    ['GET quests', 'GET quests/catalog', 'PUT quests/century'].map(async (asked) => {
      const [method = '', place = ''] = asked.split(' ');
      return (await call(backend, method, place, undefined, KEYS.service)).status;
    }),
  );
  expect(closed).toEqual([401, 401, 401]);
});

test('while the database takes no changes, quests are told all the same, and what is completed is stored later', async () => {
  await addAccount(backend, 'reading');
  await push(backend, 'reading', trip(BEGIN, 5));
  const setReadOnly = (value: 'on' | 'off') =>
    ask(
      `${url}?options=${encodeURIComponent('-c default_transaction_read_only=off')}`,
      `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET default_transaction_read_only = ${value}`,
    );
  await setReadOnly('on');
  const reader = await startBackend(cleanup, servers, {
    ...{ DATABASE_URL: url, CCXT_URL: 'http://127.0.0.1:1', WATCHLIST: 'none' },
  });
  const first = async () => (await quests(reader, 'reading'))[0]?.status;
  const stored = () =>
    ask(
      url,
      `SELECT quest_id FROM quest_completions JOIN accounts ON accounts.id = account_id WHERE name = 'reading'`,
    );
  expect([await first(), await stored()]).toEqual(['completed', []]);
  const lines = (await readLog(reader.log)).filter(({ level }) => level === 'WARN');
  expect(lines).toContainEqual(
    expect.objectContaining({ msg: 'Completed quests could not be stored', error: 'read-only' }),
  );
  await setReadOnly('off');
  expect([(await quests(backend, 'reading'))[0]?.status, await stored()]).toEqual([
    'completed',
    [{ quest_id: 'first_trade' }],
  ]);
});
