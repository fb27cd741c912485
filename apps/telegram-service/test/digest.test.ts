import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Chat, Message } from '@neuratrade/api-contracts';
import { createLogger } from '@neuratrade/service-kit';
import { type Cleanup, createCleanup, eventually, makeHome, readLog } from '@neuratrade/test-kit';
import { createBackendClient } from '../src/backend/client.js';
import { renderDigest } from '../src/bot/render/digest.js';
import { createDigests } from '../src/digest/service.js';
import { createLinks } from '../src/links/create.js';
import type { Links } from '../src/links/links.js';
import { noBot } from '../src/messages/no-bot.js';
import { createMessages, type Messages } from '../src/messages/service.js';
import { pathOf, startBackend, type TestBackend } from './backend.js';
import { INTERNAL } from './backend-chats.js';
import { samples } from './samples.js';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const CHAT = 4_711;
const OTHER = 4_712;
const DIGEST = samples().digest;
const DOWN = { status: 503, body: { error: { code: 'unavailable', message: 'No database.' } } };
const { signal } = new AbortController();
const at = (iso: string) => Date.parse(iso);

interface Rig {
  readonly backend: TestBackend;
  readonly links: Links;
  messages: Messages;
  /** What the digests' clock shows. */
  now: number;
  start(): { stop(): Promise<void> };
  /** Resolves after three more looks at what is due. */
  looks(): Promise<void>;
  queued(): Promise<Message[]>;
  log(): Promise<Record<string, unknown>[]>;
  /** Closes the store of messages, and opens it as a new process would. */
  reopen(): Promise<void>;
}

const cleanups: Cleanup[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup.run();
});

const digest = (time: string, since = '2026-03-01T00:00:00Z'): Partial<Chat> => ({
  digest: { enabled: true, at: time, since },
});

async function rig(now: string, chats: Readonly<Record<number, Partial<Chat>>>): Promise<Rig> {
  const cleanup = createCleanup();
  cleanups.push(cleanup);
  const home = cleanup.use(await makeHome()).path;
  const backend = cleanup.use(await startBackend());
  backend.tell('digest', DIGEST);
  backend.chats.linkAll(false);
  for (const [id, change] of Object.entries(chats)) backend.chats.link(Number(id), 'main', change);
  const logFile = join(home, 'digest.log');
  const logger = createLogger({
    ...{ format: 'epoch', level: 'info', file: logFile, stdout: false },
    redact: (text) => text,
  });
  cleanup.add(() => logger.close());
  const client = createBackendClient({ baseUrl: backend.url, serviceKey: 'key' });
  const links = createLinks({ backend: client, file: join(home, 'chats.json'), logger });
  links.open();
  cleanup.add(links.close);
  await eventually(() => expect(links.all()).toHaveLength(Object.keys(chats).length));
  const openMessages = () =>
    createMessages({
      folder: join(home, 'outbox'),
      send: noBot('TELEGRAM_BOT_TOKEN not set'),
      links,
      logger,
      giveUpAfterMs: 24 * HOUR,
    });
  let looked = 0;
  const made: Rig = {
    backend,
    links,
    messages: await openMessages(),
    now: at(now),
    start() {
      const digests = createDigests({
        links: {
          of: links.of,
          all() {
            looked += 1;
            return links.all();
          },
        },
        backend: client,
        messages: made.messages,
        render: renderDigest,
        logger,
        everyMs: 20,
        now: () => made.now,
      });
      digests.open();
      cleanup.add(digests.close);
      return { stop: digests.close };
    },
    async looks() {
      const enough = looked + 3;
      await eventually(() => expect(looked).toBeGreaterThanOrEqual(enough));
    },
    queued: async () => (await made.messages.list({ state: 'queued', limit: 100 })).messages,
    log: async () =>
      (await readLog(logFile))
        .filter(({ msg }) => String(msg).startsWith('Digest'))
        .map(
          ({ time: _, level, msg, ...fields }) => [level, msg, fields] as unknown as Record<string, unknown>,
        ),
    async reopen() {
      await made.messages.close();
      made.messages = await openMessages();
    },
  };
  cleanup.add(() => made.messages.close());
  return made;
}

const asked = (backend: TestBackend) => backend.requests(pathOf('digest'));

describe('the digest', () => {
  test('is queued once its time has come on the chat’s clock, silently, and not before', async () => {
    const made = await rig('2026-03-03T06:59:59Z', {
      [CHAT]: { ...digest('08:00'), timezone: 'Europe/Berlin' },
    });
    made.start();
    await made.looks();
    expect(await made.queued()).toEqual([]);
    made.now = at('2026-03-03T07:00:00Z');
    await eventually(async () => expect(await made.queued()).toHaveLength(1));
    await made.looks();
    expect(await made.queued()).toEqual([
      expect.objectContaining({
        chat_id: CHAT,
        severity: 'info',
        text: renderDigest(DIGEST, 'Europe/Berlin'),
      }),
    ]);
    expect(asked(made.backend)).toBe(1);
    expect(await made.log()).toEqual([
      ['warn', 'Digest skipped', { chatId: CHAT, date: '2026-03-02', reason: 'more than 6h late' }],
      ['info', 'Digest queued', { chatId: CHAT, date: '2026-03-03' }],
    ]);
  });

  test('comes once a date, whatever is started anew or changed in the chat, and again on the next', async () => {
    const made = await rig('2026-03-03T08:00:00Z', { [CHAT]: digest('08:00') });
    const first = made.start();
    await eventually(async () => expect(await made.queued()).toHaveLength(1));
    await first.stop();
    await made.reopen();
    made.start();
    await made.looks();
    made.backend.chats.link(CHAT, 'main', digest('08:30', '2026-03-03T08:10:00Z'));
    await made.links.of(CHAT, signal);
    made.now = at('2026-03-03T08:30:00Z');
    await made.looks();
    expect([await made.queued(), asked(made.backend)]).toEqual([[expect.anything()], 1]);
    made.now = at('2026-03-04T08:30:00Z');
    await eventually(async () => expect(await made.queued()).toHaveLength(2));
  });

  test('comes on the dates that follow also after a clock was a year ahead for a while', async () => {
    const made = await rig('2027-03-03T08:00:00Z', { [CHAT]: digest('08:00') });
    made.start();
    await eventually(async () => expect(await made.queued()).toHaveLength(1));
    made.now = at('2026-03-03T08:00:00Z');
    await eventually(async () => expect(await made.queued()).toHaveLength(2));
    made.now = at('2026-03-04T08:00:00Z');
    await eventually(async () => expect(await made.queued()).toHaveLength(3));
    expect(await made.log()).toEqual([
      ['info', 'Digest queued', { chatId: CHAT, date: '2027-03-03' }],
      ['info', 'Digest queued', { chatId: CHAT, date: '2026-03-03' }],
      ['info', 'Digest queued', { chatId: CHAT, date: '2026-03-04' }],
    ]);
  });

  test('comes to nobody who did not switch it on by then, and to no chat that cannot be reached', async () => {
    const made = await rig('2026-03-03T08:05:00Z', {
      [CHAT]: { digest: { enabled: false, at: '08:00', since: '2026-03-01T00:00:00Z' } },
      [OTHER]: digest('08:00', '2026-03-03T08:00:01Z'),
      [OTHER + 1]: { ...digest('08:00'), unreachable: 'bot was blocked by the user' },
    });
    made.start();
    await made.looks();
    expect([await made.queued(), asked(made.backend), await made.log()]).toEqual([[], 0, []]);
  });

  test('tells no figures to a chat that was unlinked a moment ago, nor while the backend does not say that it is linked', async () => {
    const made = await rig('2026-03-03T07:59:59Z', { [CHAT]: digest('08:00'), [OTHER]: digest('08:00') });
    made.start();
    await made.looks();
    made.backend.chats.unlink(CHAT);
    made.backend.route(`${INTERNAL}/chats/${OTHER}`, DOWN);
    made.now = at('2026-03-03T08:00:00Z');
    await made.looks();
    expect([await made.queued(), asked(made.backend)]).toEqual([[], 0]);
    made.backend.route(`${INTERNAL}/chats/${OTHER}`, undefined);
    await eventually(async () => expect(await made.queued()).toHaveLength(1));
    expect([await made.queued(), asked(made.backend)]).toEqual([
      [expect.objectContaining({ chat_id: OTHER })],
      1,
    ]);
  });

  test('that fails is tried again until the backend answers, and its failure is told once', async () => {
    const made = await rig('2026-03-03T08:00:00Z', { [CHAT]: digest('08:00') });
    made.backend.route(pathOf('digest'), DOWN);
    made.start();
    await made.looks();
    made.now = at('2026-03-03T14:00:00Z');
    await made.looks();
    expect(await made.queued()).toEqual([]);
    made.backend.route(pathOf('digest'), undefined);
    await eventually(async () => expect(await made.queued()).toHaveLength(1));
    expect(await made.log()).toEqual([
      ['warn', 'Digest failed', { chatId: CHAT, date: '2026-03-03', reason: 'HTTP 503' }],
      ['info', 'Digest queued', { chatId: CHAT, date: '2026-03-03' }],
    ]);
  });

  test('is left out when it would be more than six hours late, which is told once', async () => {
    const made = await rig('2026-03-03T08:00:00Z', { [CHAT]: digest('08:00') });
    await made.backend.refuse();
    made.start();
    await made.looks();
    made.now = at('2026-03-03T14:00:00.001Z');
    await made.looks();
    await made.backend.accept();
    await made.looks();
    expect(await made.queued()).toEqual([]);
    expect(await made.log()).toEqual([
      ['warn', 'Digest failed', { chatId: CHAT, date: '2026-03-03', reason: 'connection refused' }],
      ['warn', 'Digest skipped', { chatId: CHAT, date: '2026-03-03', reason: 'more than 6h late' }],
    ]);
  });

  test('of a chat that the backend hangs for holds up no other, is asked for once at a time and ends with the service', async () => {
    const made = await rig('2026-03-03T08:00:00Z', { [CHAT]: digest('08:00'), [OTHER]: digest('08:00') });
    made.backend.route(pathOf('digest'), { delayMs: Number.POSITIVE_INFINITY }, CHAT);
    const { stop } = made.start();
    await eventually(async () =>
      expect((await made.queued()).map((message) => message.chat_id)).toEqual([OTHER]),
    );
    const started = Date.now();
    await stop();
    expect(Date.now() - started).toBeLessThan(2_000);
    expect(asked(made.backend)).toBe(2);
    expect(await made.log()).toEqual([['info', 'Digest queued', { chatId: OTHER, date: '2026-03-03' }]]);
  });

  test('of a chat in a time zone that is not known fails alone', async () => {
    const made = await rig('2026-03-03T08:00:00Z', {
      [CHAT]: { ...digest('08:00'), timezone: 'Mars/Base' },
      [OTHER]: digest('08:00'),
    });
    made.start();
    await eventually(async () =>
      expect((await made.queued()).map((message) => message.chat_id)).toEqual([OTHER]),
    );
    await made.looks();
    expect((await made.log()).sort()).toEqual([
      ['info', 'Digest queued', { chatId: OTHER, date: '2026-03-03' }],
      [
        'warn',
        'Digest failed',
        { chatId: CHAT, date: '2026-03-03', reason: 'Invalid time zone specified: Mars/Base' },
      ],
    ]);
  });

  test('that the store of messages does not take fails, and is told once', async () => {
    const made = await rig('2026-03-03T08:00:00Z', { [CHAT]: digest('08:00') });
    await made.messages.close();
    made.start();
    await made.looks();
    expect(await made.log()).toEqual([
      [
        'warn',
        'Digest failed',
        {
          chatId: CHAT,
          date: '2026-03-03',
          reason: 'telegram-service is about to end. Send it again when it is back.',
        },
      ],
    ]);
  });
});
