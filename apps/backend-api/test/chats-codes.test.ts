import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Answer, createCleanup, eventually } from '@neuratrade/test-kit';
import { call, failed, startTwo, told } from './accounts-backend.js';
import { ask } from './ask.js';
import { KEYS, type Logged, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
const codes: string[] = [];
let url: string;
let backends: [Logged, Logged];

beforeAll(async () => {
  const servers = await startServers(cleanup);
  url = await servers.postgres.createDatabase();
  backends = await startTwo(cleanup, servers, url);
}, 60_000);

afterAll(cleanup.run, 60_000);

let chat = 1_000;
const newChat = () => chat++;

async function newCode(account = 'main'): Promise<string> {
  const { json } = await call(backends[0], 'POST', 'chats/codes', { account });
  const { code } = json as { code: string };
  codes.push(code);
  return code;
}

const redeem = (code: string, chatId: number, backend = backends[0], key = KEYS.service): Promise<Answer> =>
  call(backend, 'POST', 'telegram/internal/link', { code, chat_id: chatId }, key);

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();
const forget = () => ask(url, 'DELETE FROM link_attempts');
const linked = async () =>
  (await ask<{ chat_id: string }>(url, 'SELECT chat_id FROM chats')).map(({ chat_id }) => Number(chat_id));

const GONE = failed(
  'gone',
  'This code is not valid: it was used, or is older than 10 minutes. neuratrade telegram link makes a new one.',
);

describe('a one-time code', () => {
  test('is random, Telegram takes it as a start parameter, and it ends in ten minutes', async () => {
    const { status, json } = await call(backends[0], 'POST', 'chats/codes', { account: 'bot-2' });
    const { code, expires_at } = json as { code: string; expires_at: string };
    codes.push(code);
    expect([status, json]).toEqual([
      201,
      {
        code: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
        account: 'bot-2',
        expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        bot: null,
      },
    ]);
    const [row] = await ask<{ now: Date }>(url, 'SELECT now()');
    const left = Date.parse(expires_at) - Number(row?.now);
    expect([left > 590_000, left <= 600_000]).toEqual([true, true]);
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => newCode()))).size).toBe(20);
  });

  test('links a chat once, and is as unknown afterwards as one that never was', async () => {
    const [code, chatId] = [await newCode('bot-2'), newChat()];
    const answers = [
      await redeem(code, chatId),
      await redeem(code, newChat()),
      await redeem('never-was', newChat()),
    ];
    expect(answers.map(told)).toEqual([
      [200, { account: 'bot-2' }],
      [410, GONE],
      [410, GONE],
    ]);
    expect(await linked()).toEqual([chatId]);
    await forget();
  });

  test('tells the chat that redeemed it the same again, at any backend, for as long as the code lasts and the chat stays where it is', async () => {
    const [code, other, chatId] = [await newCode('bot-2'), await newCode(), newChat()];
    const again = await Promise.all([0, 1, 0, 1].map((n) => redeem(code, chatId, backends[n ? 1 : 0])));
    const [row] = await ask<{ linked_at: Date }>(url, 'SELECT linked_at FROM chats WHERE chat_id = $1', [
      chatId,
    ]);
    const lines = backends.map(({ log }) => readFileSync(log, 'utf8')).join('');
    expect([
      again.map(told),
      row?.linked_at !== undefined,
      lines.split(`"chat_id":${chatId},`).length - 1,
    ]).toEqual([again.map(() => [200, { account: 'bot-2' }]), true, 1]);
    await redeem(other, chatId);
    const elsewhere = await redeem(code, chatId);
    await call(backends[0], 'DELETE', `chats/${chatId}`);
    const unlinked = await redeem(other, chatId);
    expect([told(elsewhere), told(unlinked), (await linked()).includes(chatId)]).toEqual([
      [410, GONE],
      [410, GONE],
      false,
    ]);
    await forget();
  });

  test('that ended is not taken from the chat that redeemed it either', async () => {
    const [code, chatId] = [await newCode(), newChat()];
    await redeem(code, chatId);
    await ask(url, 'UPDATE link_codes SET expires_at = now() WHERE used_by = $1', [chatId]);
    expect(told(await redeem(code, chatId))).toEqual([410, GONE]);
    await forget();
  });

  test('is for main where no account is named, and for none that is not there', async () => {
    const { json } = await call(backends[0], 'POST', 'chats/codes', {});
    const { code, account } = json as { code: string; account: string };
    codes.push(code);
    expect([account, told(await redeem(code, newChat()))]).toEqual(['main', [200, { account: 'main' }]]);
    expect(told(await call(backends[0], 'POST', 'chats/codes', { account: 'bot-9' }))).toEqual([
      404,
      failed('not_found', 'There is no account bot-9. Add it with neuratrade accounts add bot-9.'),
    ]);
  });

  test('ends by the clock of the database, and is forgotten a day later', async () => {
    const [ended, ending] = [await newCode(), await newCode()];
    const end = (code: string, ago: string) =>
      ask(url, `UPDATE link_codes SET expires_at = now() - interval '${ago}' WHERE hash = $1`, [
        createHash('sha256').update(code).digest(),
      ]);
    await end(ended, '25 hours');
    await end(ending, '0 seconds');
    expect(told(await redeem(ending, newChat()))).toEqual([410, GONE]);
    const count = async () => Number((await ask(url, 'SELECT count(*) FROM link_codes'))[0]?.count);
    const before = await count();
    await newCode();
    expect([await count(), told(await redeem(ended, newChat()))]).toEqual([before, [410, GONE]]);
    await forget();
  });

  test('has one winner of twenty who redeem it at two backends at the same moment', async () => {
    const code = await newCode('bot-2');
    const chats = Array.from({ length: 20 }, newChat);
    const answers = await Promise.all(
      chats.map((chatId, index) => redeem(code, chatId, backends[index % 2 ? 1 : 0])),
    );
    const winner = chats[answers.findIndex(({ status }) => status === 200)];
    expect([statuses(answers), (await linked()).filter((id) => chats.includes(id))]).toEqual([
      [200, ...Array(19).fill(410)],
      [winner],
    ]);
    await forget();
  });
});

describe('after too many codes that were not valid', () => {
  const WAIT = expect.stringMatching(/^Too many codes were not valid\. Try again in \d+ seconds\.$/);
  const tooMany = (answer: Answer) => [answer.status, answer.json, Number(answer.headers['retry-after'])];

  test('of one chat, however many at once, it must wait, with a good one too, and no other chat must', async () => {
    const [chatId, good] = [newChat(), await newCode()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => redeem(`guess-${index}`, chatId, backends[index % 2 ? 1 : 0])),
    );
    const refused = await redeem(good, chatId);
    expect([statuses(answers), tooMany(refused)]).toEqual([
      [...Array(5).fill(410), ...Array(15).fill(429)],
      [429, failed('too_many_requests', WAIT), expect.any(Number)],
    ]);
    const seconds = Number(refused.headers['retry-after']);
    expect([seconds > 580, seconds <= 600]).toEqual([true, true]);
    expect(told(await redeem(good, newChat()))).toEqual([200, { account: 'main' }]);
  });

  test('it may again when the wait that was told is over', async () => {
    const chatId = newChat();
    await forget();
    for (const guess of ['a', 'b', 'c', 'd', 'e']) await redeem(guess, chatId);
    await ask(url, "UPDATE link_attempts SET attempted_at = now() - interval '9 minutes 55 seconds'");
    const { status, headers } = await redeem(await newCode(), chatId);
    const seconds = Number(headers['retry-after']);
    expect([status, seconds >= 1 && seconds <= 5]).toEqual([429, true]);
    await eventually(
      async () => expect(told(await redeem(await newCode(), chatId))).toEqual([200, { account: 'main' }]),
      { timeoutMs: 15_000, everyMs: 200 },
    );
    expect((await redeem('f', chatId)).status).toBe(410);
    expect(await ask(url, 'SELECT count(*)::int AS count FROM link_attempts')).toEqual([{ count: 1 }]);
  });

  test('of all chats together, everyone must wait', async () => {
    await forget();
    const answers = await Promise.all(
      Array.from({ length: 70 }, (_, index) =>
        redeem(`guess-${index}`, newChat(), backends[index % 2 ? 1 : 0]),
      ),
    );
    expect(statuses(answers)).toEqual([...Array(60).fill(410), ...Array(10).fill(429)]);
    expect(tooMany(await redeem(await newCode(), newChat()))).toEqual([
      429,
      failed('too_many_requests', WAIT),
      expect.any(Number),
    ]);
    await forget();
  });
});

describe('redeeming', () => {
  test('is for services alone, whatever else a request for this machine may do', async () => {
    const code = await newCode();
    const keys = ['', 'x', KEYS.admin, `${KEYS.service}x`];
    const answers = await Promise.all(keys.map((key) => redeem(code, newChat(), backends[0], key)));
    expect(statuses(answers)).toEqual([401, 401, 401, 401]);
    expect(told(await redeem(code, newChat()))).toEqual([200, { account: 'main' }]);
  });

  const SEND = 'Send a JSON object such as {"code":"…","chat_id":123456789}, as application/json.';
  test.each<[unknown, string]>([
    [[], SEND],
    [{ code: 'x' }, 'chat_id must be a whole number.'],
    [{ code: 'x', chat_id: '1' }, 'chat_id must be a whole number.'],
    [{ code: 'x', chat_id: 1.5 }, 'chat_id must be a whole number.'],
    [{ code: '', chat_id: 1 }, 'code must not be empty.'],
    [{ code: 'x'.repeat(129), chat_id: 1 }, 'code is longer than any code.'],
    [{ chat_id: 1 }, 'code must be a text.'],
  ])('wants a code and a chat: %j', async (body, message) => {
    const answer = await call(backends[0], 'POST', 'telegram/internal/link', body, KEYS.service);
    expect(told(answer)).toEqual([400, failed('bad_request', message)]);
  });

  test('is in the log, without any code, of which the database has none either', async () => {
    const rows = await ask(url, "SELECT encode(hash, 'escape') AS hash, c::text FROM link_codes c");
    const texts = [
      JSON.stringify(rows),
      ...backends.map(({ log }) => readFileSync(log, 'utf8')),
      ...backends.map((backend) => backend.stdout() + backend.stderr()),
    ];
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => texts.some((text) => text.includes(code)))).toEqual([]);
    const lines = (
      readFileSync(backends[0].log, 'utf8').match(/"msg":"(Chat linked|Link code [a-z]+)"/g) ?? []
    )
      .sort()
      .filter((line, index, all) => line !== all[index - 1]);
    expect(lines).toEqual(['"msg":"Chat linked"', '"msg":"Link code made"', '"msg":"Link code refused"']);
  });
});
