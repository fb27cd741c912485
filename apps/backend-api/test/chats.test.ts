import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createLogger, databaseReason } from '@neuratrade/service-kit';
import {
  createCleanup,
  eventually,
  faultyHttp,
  makeHome,
  spawnService,
  startBotApi,
} from '@neuratrade/test-kit';
import { createAccounts } from '../src/ledger/accounts/service.js';
import { createChats } from '../src/ledger/chats/service.js';
import { migrate } from '../src/platform/db/migrate.js';
import { createPool } from '../src/platform/db/pool.js';
import { call, failed, startAlone, told } from './accounts-backend.js';
import { ask } from './ask.js';
import { KEYS, type Logged, type Servers, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const TELEGRAM = fileURLToPath(new URL('../../telegram-service/dist/main.js', import.meta.url));
const TOKEN = '7234567890:AAcanaryTokenOfTheBotAAcanaryToken0';
const LINK = 'telegram/internal/link';

const cleanup = createCleanup();
const silent = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
let servers: Servers;
let backend: Logged;

beforeAll(async () => {
  servers = await startServers(cleanup);
  backend = await startAlone(cleanup, servers);
  await call(backend, 'POST', 'accounts', { name: 'bot-2' });
}, 60_000);

afterAll(cleanup.run, 60_000);

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

async function link(chatId: number, account = 'main'): Promise<void> {
  const { json } = await call(backend, 'POST', 'chats/codes', { account });
  const { code } = json as { code: string };
  const answer = await call(backend, 'POST', LINK, { code, chat_id: chatId }, KEYS.service);
  expect(told(answer)).toEqual([200, { account }]);
}

/** As it is when nothing was chosen in it yet. */
const untouched = (chatId: number, account: string) => ({
  ...{ chat_id: chatId, account, linked_at: time, look: 'light', timezone: 'UTC', unreachable: null },
  digest: { enabled: false, at: '08:00', since: time },
});

describe('the linked chats', () => {
  test('are listed by when they were linked, those of groups too, and move when they are linked again', async () => {
    const none = told(await call(backend, 'GET', 'chats'));
    await link(123_456_789);
    await link(-1_001_234_567_890, 'bot-2');
    await link(123_456_789, 'bot-2');
    const { status, json } = await call(backend, 'GET', 'chats');
    const { chats, count } = json as { chats: { chat_id: number }[]; count: number };
    expect([none, status, count, chats.sort((a, b) => b.chat_id - a.chat_id)]).toEqual([
      [200, { chats: [], count: 0 }],
      200,
      2,
      [untouched(123_456_789, 'bot-2'), untouched(-1_001_234_567_890, 'bot-2')],
    ]);
  });

  test('are unlinked once', async () => {
    const path = 'chats/-1001234567890';
    const answers = [
      await call(backend, 'DELETE', path),
      await call(backend, 'DELETE', path),
      await call(backend, 'DELETE', 'chats/12a'),
      await call(backend, 'GET', 'chats'),
    ];
    expect(answers.map(told)).toEqual([
      [204, undefined],
      [
        404,
        failed('not_found', 'Chat -1001234567890 is not linked. GET /api/v1/chats lists those that are.'),
      ],
      [400, failed('bad_request', "chat_id=12a: give Telegram's number of a chat, as 123456789.")],
      [200, { chats: [untouched(123_456_789, 'bot-2')], count: 1 }],
    ]);
  });

  test.each([
    ['GET', 'chats'],
    ['POST', 'chats/codes'],
    ['DELETE', 'chats/1'],
  ])('are nobody’s but the operator’s: %s %s', async (method, path) => {
    const keys = ['', 'x', KEYS.service];
    const answers = await Promise.all(keys.map((key) => call(backend, method, path, undefined, key)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });
});

describe('the account of a chat', () => {
  const start = async () => {
    const url = await servers.postgres.createDatabase();
    await migrate({ url, logger: silent, signal: new AbortController().signal });
    const pool = createPool({ url, logger: silent });
    cleanup.add(() => pool.end());
    const database = { pool, reasonOf: databaseReason };
    return { url, accounts: createAccounts(database), chats: createChats({ ...database, logger: silent }) };
  };
  const outcome = (answer: Promise<unknown>) =>
    answer.catch(({ code, message }: { code: string; message: string }) => [code, message]);

  test('is main for every chat while there is no other, and from then on only for those that are linked to it', async () => {
    const { url, accounts, chats } = await start();
    const main = await accounts.named('main');
    const alone = [await chats.accountOf({ chat_id: '1' }), await chats.accountOf({ chat_id: '-2' })];
    const bot = await accounts.add('bot-2');
    await ask(url, 'INSERT INTO chats (chat_id, account_id) VALUES (1, $1), (2, $2)', [main.id, bot.id]);
    expect([alone, await chats.accountOf({ chat_id: '1' }), await chats.accountOf({ chat_id: '2' })]).toEqual(
      [[main, main], main, bot],
    );
    expect(await outcome(chats.accountOf({ chat_id: '3' }))).toEqual([
      'not_found',
      'Chat 3 is linked to no account. neuratrade telegram link --account NAME makes a link that does it.',
    ]);
  });

  test('is refused for what is no chat, whatever accounts there are', async () => {
    const { chats } = await start();
    const WANTED = "give Telegram's number of a chat, as 123456789.";
    const texts = ['', 'abc', '1.5', '1e3', ' 1', '+1', '0x1', '9007199254740993', '12345678901234567', '-'];
    const refusals = await Promise.all(texts.map((text) => outcome(chats.accountOf({ chat_id: text }))));
    expect(refusals).toEqual(texts.map((text) => ['bad_request', `chat_id=${text}: ${WANTED}`]));
    expect([
      await outcome(chats.accountOf({})),
      await outcome(chats.accountOf({ chat_id: ['1', '2'] })),
    ]).toEqual([
      ['bad_request', `chat_id is missing: ${WANTED}`],
      ['bad_request', 'chat_id: give it once.'],
    ]);
  });

  test('is not guessed while the database is away', async () => {
    const pool = createPool({ url: 'postgres://127.0.0.1:1/x', logger: silent });
    const chats = createChats({ pool, reasonOf: databaseReason, logger: silent });
    const answer = await outcome(chats.accountOf({ chat_id: '1' }));
    await pool.end();
    expect(answer).toEqual([
      'unavailable',
      'The database cannot be asked now: connection refused. Try again when /ready calls it ready.',
    ]);
  });
});

describe('the name of the bot', () => {
  const botOf = async (one: Logged): Promise<unknown> => {
    const begun = performance.now();
    const { status, json } = await call(one, 'POST', 'chats/codes', {});
    expect([status, performance.now() - begun < 1_800]).toEqual([201, true]);
    return (json as { bot: unknown }).bot;
  };
  const beside = (url: string) => startAlone(cleanup, servers, { TELEGRAM_URL: url });

  test('comes from telegram-service', async () => {
    const telegram = cleanup.use(await startBotApi({ token: TOKEN, username: 'neuratrade_bot' }));
    const home = cleanup.use(await makeHome()).path;
    const service = await spawnService({
      entry: TELEGRAM,
      home,
      portVariable: 'TELEGRAM_PORT',
      readyPath: '/ready',
      env: {
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: telegram.url,
        SERVICE_API_KEY: KEYS.service,
        SHUTDOWN_DRAIN_MS: '0',
      },
    });
    cleanup.add(() => service.stop('SIGKILL'));
    await eventually(async () =>
      expect((await service.get('/health')).json).toMatchObject({ bot_active: true }),
    );
    expect(await botOf(await beside(service.url))).toBe('neuratrade_bot');
  });

  test('is not known, within a second, when telegram-service hangs, fails or does not know it yet', async () => {
    const telegram = cleanup.use(await faultyHttp());
    const one = await beside(telegram.url);
    const told: unknown[] = [];
    for (const answer of [
      { delayMs: Number.POSITIVE_INFINITY },
      { body: '<html>' },
      { status: 401, body: { error: { code: 'unauthorized', message: 'x' } } },
      { body: { username: null } },
      { reset: true },
      { body: { username: 'neuratrade_bot' } },
    ]) {
      telegram.set(answer);
      told.push(await botOf(one));
    }
    expect(told).toEqual([null, null, null, null, null, 'neuratrade_bot']);
  });
});
