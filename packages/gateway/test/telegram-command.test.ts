import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Message, Messages } from '@neuratrade/api-contracts';
import {
  type BotApi,
  blackHole,
  createCleanup,
  eventually,
  faultyHttp,
  makeHome,
  request,
  startBotApi,
} from '@neuratrade/test-kit';
import { makeStack, type Ran, type TestStack } from './support/cli.js';

jest.setTimeout(60_000);

const TOKEN = '7234567890:AAcanaryTokenOfTheBotAAcanaryToken0';
const SERVICE_KEY = 'service-key-of-the-telegram-tests';
const CHAT = 123_456_789;
const GROUP = -1_001_234_567_890;
const REASON = 'Telegram answered 403: Forbidden: bot was blocked by the user';

const cleanup = createCleanup();
let telegram: BotApi;
let stack: TestStack;

beforeAll(async () => {
  telegram = cleanup.use(await startBotApi({ token: TOKEN, username: 'neuratrade_bot' }));
  stack = await makeStack(cleanup, {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_POLL_TIMEOUT_S: '1',
    SERVICE_API_KEY: SERVICE_KEY,
  });
  const { code, stderr } = await stack.run(['gateway', 'start']);
  if (code !== 0) throw new Error(stderr);
  for (const chatId of [CHAT, GROUP]) {
    const { stdout } = await stack.run(['telegram', 'link', '--json']);
    const { status } = await request(`${stack.url('BACKEND_PORT')}/api/v1/telegram/internal/link`, {
      method: 'POST',
      headers: { 'X-API-Key': SERVICE_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ code: JSON.parse(stdout).code, chat_id: chatId }),
    });
    if (status !== 200) throw new Error(`chat ${chatId} is not linked: ${status}`);
  }
}, 90_000);
afterAll(cleanup.run, 60_000);

/** Runs `neuratrade telegram`; times stand as TIME, ids of messages as ID. */
async function run(args: readonly string[], extra: NodeJS.ProcessEnv = {}, input = ''): Promise<Ran> {
  const ran = await stack.run(['telegram', ...args], extra, input);
  const masked = (text: string) =>
    text
      .replace(/\d{4}-\d\d-\d\dT[\d:]{8}Z/g, 'TIME')
      .replace(/\b0[\da-z]{18}\b/g, 'ID')
      .replaceAll(/ID {17}/g, 'ID ');
  return { ...ran, stdout: masked(ran.stdout), stderr: masked(ran.stderr) };
}

const done = (stdout: unknown) => ({ code: 0, stdout, stderr: '' });
const refused = (stderr: unknown, code = 1) => ({ code, stdout: '', stderr });

const textsOf = (chatId: number) =>
  telegram
    .calls('sendMessage')
    .filter(({ payload }) => Number(payload.chat_id) === chatId)
    .map(({ payload }) => payload.text);

async function messages(state: Message['state']): Promise<Messages> {
  const { stdout } = await stack.run(['telegram', 'queue', `--${state}`, '--json']);
  return JSON.parse(stdout) as Messages;
}

describe('neuratrade telegram send', () => {
  test('queues a message for every chat of main unless told otherwise, and it arrives', async () => {
    const { code, stdout } = await run(['send', 'Maintenance', 'at', '18:00', 'UTC']);
    expect([code, stdout.trimEnd().split('\n').sort()]).toEqual([
      0,
      [`Queued for chat ${GROUP}: message ID.`, `Queued for chat ${CHAT}: message ID.`],
    ]);
    await eventually(
      () => expect([textsOf(CHAT), textsOf(GROUP)]).toEqual(Array(2).fill(['Maintenance at 18:00 UTC'])),
      { timeoutMs: 15_000 },
    );
  });

  test('sends to one chat, in HTML, from standard input, once per key', async () => {
    const args = ['send', '--chat', String(CHAT), '--html', '--severity', 'critical', '--key', 'k1', '-'];
    expect(await run(args, {}, '<b>Disk</b> full\n')).toEqual(done(`Queued for chat ${CHAT}: message ID.\n`));
    await eventually(() => expect(textsOf(CHAT).at(-1)).toBe('<b>Disk</b> full'), { timeoutMs: 15_000 });
    await eventually(async () =>
      expect(await run(args, {}, '<b>Disk</b> full')).toEqual(
        done(`Sent to chat ${CHAT} before: message ID.\n`),
      ),
    );
    expect(await run([...args.slice(0, -1), 'other'])).toEqual(
      refused(
        'idempotency_key stands for another message that was sent within a week. Choose another key, or send the same message.\n',
      ),
    );
  });

  test('prints JSON for programs', async () => {
    const { code, stdout } = await stack.run(['telegram', 'send', '--chat', String(CHAT), '--json', 'x']);
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { messages: [{ chat_id: CHAT, text: 'x', severity: 'info', state: 'queued', error: null }] },
    ]);
  });

  test('what cannot be is refused with what to do about it', async () => {
    const refusals: [string[], string][] = [
      [
        ['send', '--account', 'bot-9', 'x'],
        'There is no account bot-9. Add it with neuratrade accounts add bot-9.\n',
      ],
      [
        ['send', 'x'.repeat(4_097)],
        'text is too long: a chat would show 4,097 characters, Telegram allows 4,096. Cut it, or send it in parts.\n',
      ],
      [['send'], "error: missing required argument 'text'\n"],
      [['send', '-'], 'Standard input holds no text to send.\n'],
      [
        ['send', '--chat', '1', '--account', 'main', 'x'],
        "error: option '--chat <number>' cannot be used with option '--account <name>'\n",
      ],
      [
        ['send', '--severity', 'urgent', 'x'],
        "error: option '--severity <severity>' argument 'urgent' is invalid. Allowed choices are info, warning, critical.\n",
      ],
      [
        ['send', '--chat', '@me', 'x'],
        "error: option '--chat <number>' argument '@me' is invalid. It must be a whole number, as 123456789.\n",
      ],
      [['retry'], 'Name the messages, or give --all.\n'],
      [['retry', 'x', '--all'], 'Name the messages, or give --all.\n'],
      [
        ['retry', 'x'],
        'There is no message x. What has ended is kept for a week.\nOn the command line: neuratrade telegram queue --dead.\nNothing is queued again.\n',
      ],
      [
        ['queue', '--limit', '0'],
        "error: option '--limit <number>' argument '0' is invalid. It must be a whole number from 1 to 1000.\n",
      ],
    ];
    const answers = await Promise.all(refusals.map(([args]) => run(args)));
    expect(answers).toEqual(refusals.map(([, stderr]) => refused(stderr)));
  });
});

describe('neuratrade telegram queue and retry', () => {
  test('show what was given up and why, and send it again', async () => {
    telegram.set({ kind: 'forbidden', chats: [CHAT], times: 2 });
    await run(['send', '--chat', String(CHAT), '--severity', 'critical', 'one\u001b[2J']);
    await run(['send', '--chat', String(CHAT), `two ${'x'.repeat(60)}`]);
    await eventually(async () => expect((await messages('dead')).count).toBe(2), { timeoutMs: 15_000 });
    const { stdout } = await run(['queue', '--dead']);
    expect(stdout.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'ID CHAT SEVERITY QUEUED GIVEN UP TRIED ERROR TEXT',
      `ID ${CHAT} critical TIME TIME 1 ${REASON} one [2J`,
      `ID ${CHAT} info TIME TIME 1 ${REASON} two ${'x'.repeat(35)}…`,
      '',
    ]);
    expect(await run(['queue'])).toEqual(
      done(
        'Nothing waits to be sent.\n2 messages were given up: neuratrade telegram queue --dead shows why.\n',
      ),
    );
    const health = await eventually(
      async () => {
        const ran = await stack.run(['health']);
        expect(ran.stdout).toContain('given up');
        return ran;
      },
      { timeoutMs: 15_000, everyMs: 500 },
    );
    expect(health.stdout.trimEnd().split('\n').at(-1)).toBe(
      `Telegram: 2 messages were given up (neuratrade telegram queue --dead shows why). Last error: ${REASON}.`,
    );

    const [{ id } = { id: '' }] = (await messages('dead')).messages;
    expect(await run(['retry', id, 'nothing'])).toEqual(
      refused(
        'There is no message nothing. What has ended is kept for a week.\nOn the command line: neuratrade telegram queue --dead.\n1 message is queued again.\n',
      ),
    );
    expect(await run(['retry', '--all'])).toEqual(done('1 message is queued again.\n'));
    expect(await run(['retry', '--all'])).toEqual(done('Nothing is queued again.\n'));
    await eventually(
      () => expect(textsOf(CHAT).slice(-2)).toEqual(['one\u001b[2J', `two ${'x'.repeat(60)}`]),
      {
        timeoutMs: 15_000,
      },
    );
  });

  test('show what waits and why the bot does not send it', async () => {
    const note = 'What is queued waits: Telegram refused the token.';
    telegram.set({ kind: 'unauthorized' });
    await run(['send', '--chat', String(CHAT), 'patience']);
    await eventually(
      async () => {
        const { stdout } = await run(['queue']);
        expect(stdout.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
          'ID CHAT SEVERITY QUEUED NEXT TRIED ERROR TEXT',
          expect.stringMatching(
            new RegExp(`^ID ${CHAT} info TIME TIME \\d+ Telegram refused the token patience$`),
          ),
          note,
          '',
        ]);
      },
      { timeoutMs: 20_000, everyMs: 500 },
    );
    const more = await run(['send', '--chat', String(CHAT), 'and more']);
    expect(more).toEqual(done(`Queued for chat ${CHAT}: message ID.\n${note}\n`));
    expect((await run(['queue', '--limit', '1'])).stdout).toContain('\n\nand 1 more, which a larger --limit');
    telegram.set({ kind: 'ok' });
    await eventually(async () => expect((await messages('sent')).messages.at(-1)?.text).toBe('and more'), {
      timeoutMs: 30_000,
    });
  });
});

describe('where telegram-service cannot be asked', () => {
  const COMMANDS = [['send', 'x'], ['queue'], ['retry', '--all']];

  test.each(COMMANDS)(
    'neuratrade telegram %s says that nothing answers, and exits with 2',
    async (...args) => {
      const silent = cleanup.use(await blackHole());
      await silent.close();
      expect(await run([...args, '--url', silent.url], { SERVICE_API_KEY: SERVICE_KEY })).toEqual(
        refused(`No telegram-service answers at ${silent.url}: connection refused. Check the URL.\n`, 2),
      );
      const port = String(silent.port);
      expect(await run(args, { TELEGRAM_PORT: port })).toEqual(
        refused(
          `No telegram-service answers at http://127.0.0.1:${port}: connection refused. Start it with neuratrade gateway start.\n`,
          2,
        ),
      );
    },
  );

  test('a message whose answer got lost may have been queued', async () => {
    const other = cleanup.use(await faultyHttp({ reset: true }));
    expect(await run(['send', '--url', other.url, 'x'])).toEqual(
      refused(
        `The answer of the telegram-service at ${other.url} got lost (connection reset): it is not known whether the message was queued. Look with neuratrade telegram queue.\n`,
        2,
      ),
    );
    other.set({ body: '<html>' });
    expect(await run(['queue', '--url', other.url])).toEqual(
      refused(`What answers at ${other.url} is no telegram-service of NeuraTrade (HTTP 200).\n`, 2),
    );
  });

  test('a key that is missing or wrong is told', async () => {
    const url = stack.url('TELEGRAM_PORT');
    const home = cleanup.use(await makeHome()).path;
    const answers = await Promise.all([
      run(['queue', '--url', url], { SERVICE_API_KEY: '' }),
      run(['queue', '--url', url], { SERVICE_API_KEY: 'wrong' }),
      run(['queue'], { SERVICE_API_KEY: '', NEURATRADE_HOME: home }),
    ]);
    expect(answers).toEqual([
      refused(`${url} wants its service key: set SERVICE_API_KEY.\n`),
      refused(
        `The telegram-service at ${url} refuses the service key. Set SERVICE_API_KEY to the one that it runs with.\n`,
      ),
      refused('There is no service key yet. The first neuratrade gateway start makes it.\n'),
    ]);
  });
});

test('the help of each command shows examples', async () => {
  const examples: [string[], string][] = [
    [['--help'], '  $ neuratrade telegram queue --dead'],
    [['send', '--help'], '  $ df -h / | neuratrade telegram send --severity warning -'],
    [['queue', '--help'], "  $ neuratrade telegram queue --dead --json | jq -r '.messages[].error'"],
    [['retry', '--help'], '  $ neuratrade telegram retry --all'],
  ];
  const answers = await Promise.all(examples.map(([args]) => stack.run(['telegram', ...args])));
  expect(answers.map(({ code, stdout }) => [code, stdout.split('\n')])).toEqual(
    examples.map(([, example]) => [0, expect.arrayContaining([example])]),
  );
});
