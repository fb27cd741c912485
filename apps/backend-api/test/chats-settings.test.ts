import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Chat, type Chats, chatSchema, chatsSchema } from '@neuratrade/api-contracts';
import { type Answer, contTree, createCleanup, readLog, stopTree } from '@neuratrade/test-kit';
import { call, failed, startTwo, told } from './accounts-backend.js';
import { ask } from './ask.js';
import { KEYS, type Logged, type Servers, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const INTERNAL = 'telegram/internal/chats';
const cleanup = createCleanup();
let servers: Servers;
let url: string;
let backends: [Logged, Logged];

beforeAll(async () => {
  servers = await startServers(cleanup);
  url = await servers.postgres.createDatabase();
  backends = await startTwo(cleanup, servers, url);
}, 60_000);

afterAll(cleanup.run, 60_000);

let chat = 5_000;
const newChat = () => chat++;
const LONG_AGO = '2026-01-01T00:00:00Z';

/** A chat that has been linked since the beginning of the year. */
async function linked(account = 'main'): Promise<number> {
  const id = newChat();
  await ask(
    url,
    `INSERT INTO chats (chat_id, account_id, linked_at, digest_since)
     SELECT $1, id, $2, $2 FROM accounts WHERE name = $3`,
    [id, LONG_AGO, account],
  );
  return id;
}

const service = (method: string, path = '', body?: unknown, backend = backends[0]): Promise<Answer> =>
  call(backend, method, `${INTERNAL}${path}`, body, KEYS.service);
const change = (id: number, body: unknown, backend = backends[0]) =>
  service('PATCH', `/${id}`, body, backend);
const find = async (id: number): Promise<Chat | undefined> => {
  const { status, json } = await service('GET', `/${id}`);
  return status === 200 ? chatSchema.parse(json) : undefined;
};

const untouched = (chat_id: number, account = 'main'): Chat => ({
  ...{ chat_id, account, linked_at: LONG_AGO, look: 'light', timezone: 'UTC', unreachable: null },
  digest: { enabled: false, at: '08:00', since: LONG_AGO },
});
const notLinked = (id: number) =>
  failed('not_found', `Chat ${id} is not linked. GET /api/v1/chats lists those that are.`);

describe('the services', () => {
  test('see all chats, those of an account, and one of them', async () => {
    const [main, other] = [await linked(), await linked('bot-2')];
    const all = await service('GET');
    const ofAccount = await service('GET', '?account=bot-2');
    expect([chatsSchema.parse(all.json), told(ofAccount), told(await service('GET', `/${other}`))]).toEqual([
      { chats: [untouched(main), untouched(other, 'bot-2')], count: 2 },
      [200, { chats: [untouched(other, 'bot-2')], count: 1 } satisfies Chats],
      [200, untouched(other, 'bot-2')],
    ]);
    expect(told(await call(backends[0], 'GET', 'chats'))).toEqual([200, all.json]);
  });

  test('are told what is not linked, no account and no chat', async () => {
    const id = newChat();
    const answers = await Promise.all([
      service('GET', `/${id}`),
      change(id, { look: 'dark' }),
      change(id, { chat_id: newChat() }),
      service('DELETE', `/${id}`),
      service('GET', '?account=bot-9'),
      service('GET', '/1a'),
    ]);
    expect(answers.map(told)).toEqual([
      ...Array(4).fill([404, notLinked(id)]),
      [404, failed('not_found', 'There is no account bot-9. Add it with neuratrade accounts add bot-9.')],
      [400, failed('bad_request', "chat_id=1a: give Telegram's number of a chat, as 123456789.")],
    ]);
  });

  test('unlink a chat once, and that is in the log', async () => {
    const id = await linked();
    const answers = await Promise.all([
      service('DELETE', `/${id}`),
      service('DELETE', `/${id}`, undefined, backends[1]),
    ]);
    const lines = (await Promise.all(backends.map(({ log }) => readLog(log)))).flat();
    expect([
      answers.map(({ status }) => status).sort(),
      lines.filter(({ msg, chat_id }) => msg === 'Chat unlinked' && chat_id === id).length,
      await find(id),
    ]).toEqual([[204, 404], 1, undefined]);
  });

  test.each([
    ['GET', INTERNAL],
    ['GET', `${INTERNAL}/1`],
    ['PATCH', `${INTERNAL}/1`],
    ['DELETE', `${INTERNAL}/1`],
  ])('are the only ones that may: %s %s, from this machine too', async (method, path) => {
    const keys = ['', 'x', KEYS.admin];
    const answers = await Promise.all(keys.map((key) => call(backends[0], method, path, '{', key)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });
});

describe('what is chosen in a chat', () => {
  test('changes by name, one thing after the other, and nothing else does', async () => {
    const id = await linked();
    const answers = [
      await change(id, { look: 'dark' }),
      await change(id, {}),
      await change(id, { unreachable: 'bot was blocked by the user' }),
      await change(id, { digest: {}, look: 'dark' }),
      await change(id, { unreachable: null }),
    ];
    const dark = { ...untouched(id), look: 'dark' };
    const blocked = { ...dark, unreachable: 'bot was blocked by the user' };
    expect(answers.map(told)).toEqual([dark, dark, blocked, blocked, dark].map((body) => [200, body]));
    expect(await find(id)).toEqual(dark);
  });

  test('says since when the digest is as it is: switched, moved to another time or another time zone', async () => {
    const id = await linked();
    const sinceOf = async (body: object): Promise<'as before' | 'now'> => {
      await ask(url, 'UPDATE chats SET digest_since = $2 WHERE chat_id = $1', [id, LONG_AGO]);
      const { digest } = chatSchema.parse((await change(id, body)).json);
      if (digest.since === LONG_AGO) return 'as before';
      expect(Math.abs(Date.now() - Date.parse(digest.since))).toBeLessThan(5_000);
      return 'now';
    };
    const changes: [object, 'as before' | 'now'][] = [
      [{ digest: { enabled: true, at: '08:30' } }, 'now'],
      [{ digest: { enabled: true, at: '08:30' }, timezone: 'UTC' }, 'as before'],
      [{ look: 'dark', unreachable: 'x' }, 'as before'],
      [{ timezone: 'Europe/Berlin' }, 'now'],
      [{ digest: { at: '08:31' } }, 'now'],
      [{ digest: { enabled: false } }, 'now'],
      [{ digest: { enabled: false } }, 'as before'],
    ];
    const found = [];
    for (const [body] of changes) found.push([body, await sinceOf(body)]);
    expect(found).toEqual(changes);
    expect(await find(id)).toEqual({
      ...untouched(id),
      ...{ look: 'dark', timezone: 'Europe/Berlin', unreachable: 'x' },
      digest: { enabled: false, at: '08:31', since: LONG_AGO },
    });
  });

  test('stays when the chat is linked to another account, which shows that it can be reached', async () => {
    const id = await linked();
    const digest = { enabled: true, at: '06:05' };
    const before = chatSchema.parse(
      (await change(id, { look: 'dark', timezone: 'Asia/Tokyo', digest, unreachable: 'kicked' })).json,
    );
    const { json } = await call(backends[0], 'POST', 'chats/codes', { account: 'bot-2' });
    const { code } = json as { code: string };
    await call(backends[0], 'POST', 'telegram/internal/link', { code, chat_id: id }, KEYS.service);
    expect(await find(id)).toEqual({
      ...before,
      ...{ account: 'bot-2', unreachable: null, linked_at: expect.not.stringMatching(LONG_AGO) },
    });
  });

  test('of a chat that is linked anew begins anew', async () => {
    const id = await linked();
    await change(id, { look: 'dark', timezone: 'Asia/Tokyo', digest: { enabled: true } });
    await service('DELETE', `/${id}`);
    const { json } = await call(backends[0], 'POST', 'chats/codes', {});
    const { code } = json as { code: string };
    await call(backends[0], 'POST', 'telegram/internal/link', { code, chat_id: id }, KEYS.service);
    const now = expect.not.stringMatching(LONG_AGO);
    expect(await find(id)).toEqual({
      ...untouched(id),
      linked_at: now,
      digest: { enabled: false, at: '08:00', since: now },
    });
  });

  test('is changed by many at once without losing a change', async () => {
    const id = await linked();
    const changes = [
      { look: 'dark' },
      { timezone: 'Asia/Tokyo' },
      { unreachable: 'x' },
      { digest: { enabled: true } },
      { digest: { at: '22:15' } },
    ];
    const answers = await Promise.all(changes.map((body, n) => change(id, body, backends[n % 2 ? 1 : 0])));
    expect([answers.map(({ status }) => status), await find(id)]).toEqual([
      changes.map(() => 200),
      {
        ...untouched(id),
        ...{ look: 'dark', timezone: 'Asia/Tokyo', unreachable: 'x' },
        digest: { enabled: true, at: '22:15', since: expect.not.stringMatching(LONG_AGO) },
      },
    ]);
  });

  test.each<[unknown, string]>([
    [[], 'Send a JSON object such as {"timezone":"Europe/Berlin"}, as application/json.'],
    [{ look: 'blue' }, 'look must be light or dark.'],
    [{ timezone: 'Mars/Olympus' }, 'timezone must be a time zone, as UTC or Europe/Berlin.'],
    [{ digest: { at: '24:00' } }, 'digest.at must be a time from 00:00 to 23:59.'],
    [{ digest: { enabled: 1 } }, 'digest.enabled must be true or false.'],
    [{ unreachable: '' }, 'unreachable must not be empty.'],
    [{ chat_id: '5' }, 'chat_id must be a whole number.'],
    [
      { account: 'bot-2' },
      'account is unknown; the fields are chat_id, look, timezone, digest, unreachable.',
    ],
  ])('is refused where it can be nothing of the kind, and nothing changes: %j', async (body, message) => {
    const id = await linked();
    const given = Array.isArray(body) ? body : { look: 'dark', ...(body as object) };
    expect([told(await change(id, given)), await find(id)]).toEqual([
      [400, failed('bad_request', message)],
      untouched(id),
    ]);
  });
});

describe('a chat that gets another number', () => {
  test('keeps all that was chosen in it, also what is changed with it', async () => {
    const [id, movedTo] = [await linked('bot-2'), -newChat()];
    await change(id, { look: 'dark', timezone: 'Asia/Tokyo' });
    const answer = await change(id, { chat_id: movedTo, unreachable: 'kicked' });
    const now = expect.not.stringMatching(LONG_AGO);
    const moved = {
      ...untouched(movedTo, 'bot-2'),
      ...{ look: 'dark', timezone: 'Asia/Tokyo', unreachable: 'kicked' },
      digest: { enabled: false, at: '08:00', since: now },
    };
    expect([told(answer), await find(movedTo), await find(id)]).toEqual([[200, moved], moved, undefined]);
    const lines = await readLog(backends[0].log);
    expect(lines.filter(({ msg, to }) => msg === 'Chat moved' && to === movedTo)).toEqual([
      expect.objectContaining({ chat_id: id, to: movedTo, account: 'bot-2' }),
    ]);
  });

  test('takes the place of one that is linked under it', async () => {
    const [id, other] = [await linked('bot-2'), await linked()];
    expect([told(await change(id, { chat_id: other })), await find(id)]).toEqual([
      [200, untouched(other, 'bot-2')],
      undefined,
    ]);
  });

  test('has it already', async () => {
    const id = await linked();
    expect(told(await change(id, { chat_id: id, look: 'dark' }))).toEqual([
      200,
      { ...untouched(id), look: 'dark' },
    ]);
  });

  test('gets it once, however many say so at two backends at the same moment', async () => {
    const [id, movedTo] = [await linked('bot-2'), newChat()];
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => change(id, { chat_id: movedTo }, backends[n % 2 ? 1 : 0])),
    );
    expect([answers.map(({ status }) => status).sort(), await find(movedTo)]).toEqual([
      [200, ...Array(9).fill(404)],
      untouched(movedTo, 'bot-2'),
    ]);
  });

  test('is one chat in the end, whatever is linked, moved, changed and unlinked at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const [id, movedTo] = [await linked('bot-2'), await linked()];
      const { json } = await call(backends[0], 'POST', 'chats/codes', {});
      const { code } = json as { code: string };
      const answers = await Promise.all([
        change(id, { chat_id: movedTo }),
        change(movedTo, { chat_id: id }, backends[1]),
        call(backends[1], 'POST', 'telegram/internal/link', { code, chat_id: movedTo }, KEYS.service),
        change(id, { look: 'dark' }, backends[1]),
        change(movedTo, { look: 'dark' }),
        service('DELETE', `/${id}`, undefined, backends[1]),
      ]);
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => ![200, 204, 404].includes(status))).toEqual([]);
      expect(statuses[2]).toBe(200);
    }
  });
});

test('while the database hangs, every answer says so before a chat gives up, and none does after it', async () => {
  const [id, other] = [await linked(), await linked()];
  await find(id);
  const timed = async (answer: Promise<Answer>) => {
    const began = performance.now();
    const [status, json] = told(await answer);
    return [status, json, performance.now() - began < 3_000];
  };
  await stopTree(servers.postgres.pid);
  try {
    const answers = await Promise.all([
      timed(service('GET')),
      timed(service('GET', `/${id}`)),
      timed(change(other, { look: 'dark' })),
      timed(change(other, { chat_id: newChat() })),
      timed(service('DELETE', `/${other}`)),
      timed(call(backends[0], 'POST', 'telegram/internal/link', { code: 'x', chat_id: id }, KEYS.service)),
    ]);
    const away = failed('unavailable', expect.stringMatching(/^The database cannot be asked now: /));
    expect(answers).toEqual(answers.map(() => [503, away, true]));
  } finally {
    await contTree(servers.postgres.pid);
  }
  expect(await find(id)).toEqual(untouched(id));
});
