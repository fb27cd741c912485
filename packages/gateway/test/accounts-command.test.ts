import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, request, startBotApi } from '@neuratrade/test-kit';
import { makeStack, type Ran, type TestStack } from './support/cli.js';

jest.setTimeout(60_000);

const TOKEN = '7234567890:AAcanaryTokenOfTheBotAAcanaryToken0';
const SERVICE_KEY = 'service-key-of-the-accounts-tests';

const cleanup = createCleanup();
let stack: TestStack;

beforeAll(async () => {
  const telegram = cleanup.use(await startBotApi({ token: TOKEN, username: 'neuratrade_bot' }));
  stack = await makeStack(cleanup, {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.url,
    SERVICE_API_KEY: SERVICE_KEY,
  });
  const { code, stderr } = await stack.run(['gateway', 'start']);
  if (code !== 0) throw new Error(stderr);
}, 90_000);
afterAll(cleanup.run, 60_000);

/** Runs `neuratrade`; times stand as TIME. */
async function run(...args: string[]): Promise<Ran> {
  const ran = await stack.run(args);
  return { ...ran, stdout: ran.stdout.replace(/\d{4}-\d\d-\d\dT[\d:]{8}Z/g, 'TIME') };
}

const done = (stdout: string) => ({ code: 0, stdout, stderr: '' });
const refused = (stderr: unknown) => ({ code: 1, stdout: '', stderr });

/** What the bot does when the link is opened in a chat. */
async function redeem(link: string, chatId: number): Promise<unknown> {
  const { status, json } = await request(`${stack.url('BACKEND_PORT')}/api/v1/telegram/internal/link`, {
    method: 'POST',
    headers: { 'X-API-Key': SERVICE_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ code: new URL(link).searchParams.get('start'), chat_id: chatId }),
  });
  return [status, json];
}

const lastLine = ({ stdout }: Ran): string => stdout.trimEnd().split('\n').at(-1) ?? '';

describe('neuratrade accounts', () => {
  test('shows main, adds another once, and shows both', async () => {
    const answers = [
      await run('accounts', 'list'),
      await run('accounts', 'add', 'bot-2'),
      await run('accounts', 'add', 'bot-2'),
      await run('accounts', 'list'),
    ];
    expect(answers).toEqual([
      done('ACCOUNT  ADDED\nmain     TIME\n'),
      done(
        'Account bot-2 is added.\nGive it an exchange: neuratrade exchanges add NAME --account bot-2\nLink a Telegram chat to it: neuratrade telegram link --account bot-2\nFrom now on only chats that are linked get figures, those of main too: neuratrade telegram link\n',
      ),
      refused('There is an account bot-2 already.\n'),
      done('ACCOUNT  ADDED\nmain     TIME\nbot-2    TIME\n'),
    ]);
  });

  test('prints JSON for programs', async () => {
    const [added, listed] = [
      await run('accounts', 'add', 'bot-3', '--json'),
      await run('accounts', 'list', '--json'),
    ];
    const account = (name: string) => ({ name, created_at: 'TIME' });
    expect([JSON.parse(added.stdout), JSON.parse(listed.stdout)]).toEqual([
      account('bot-3'),
      { accounts: ['main', 'bot-2', 'bot-3'].map(account), count: 3 },
    ]);
  });

  test('refuses what can be no name', async () => {
    expect(await run('accounts', 'add', 'A b')).toEqual(
      refused(
        "error: command-argument value 'A b' is invalid for argument 'name'. It must be at most 32 of a-z, 0-9, _ and -, beginning with a letter or digit.\n",
      ),
    );
  });
});

describe('neuratrade telegram link', () => {
  test('prints a link to the bot in its last line, which links a chat once', async () => {
    const made = await eventually(
      async () => {
        const ran = await run('telegram', 'link', '--account', 'bot-2');
        expect(ran).toEqual(
          done(
            expect.stringMatching(
              /^Open this in Telegram to link your chat with the bot to account bot-2\. It works once, until TIME\.\nhttps:\/\/t\.me\/neuratrade_bot\?start=[\w-]{22}\n$/,
            ) as unknown as string,
          ),
        );
        return ran;
      },
      { timeoutMs: 15_000 },
    );
    const link = lastLine(made);
    expect([await redeem(link, -1_001_234_567_890), await redeem(link, 123_456_789)]).toEqual([
      [200, { account: 'bot-2' }],
      [410, { error: { code: 'gone', message: expect.stringContaining('neuratrade telegram link') } }],
    ]);
  });

  test('prints JSON with the link for programs, for main unless told otherwise', async () => {
    const made = JSON.parse((await run('telegram', 'link', '--json')).stdout) as {
      code: string;
      url: string;
    };
    expect([made, await redeem(made.url, 123_456_789)]).toEqual([
      {
        code: expect.stringMatching(/^[\w-]{22}$/),
        account: 'main',
        expires_at: 'TIME',
        bot: 'neuratrade_bot',
        url: `https://t.me/neuratrade_bot?start=${made.code}`,
      },
      [200, { account: 'main' }],
    ]);
  });

  test('wants an account that is there', async () => {
    expect(await run('telegram', 'link', '--account', 'bot-9')).toEqual(
      refused('There is no account bot-9. Add it with neuratrade accounts add bot-9.\n'),
    );
  });
});

describe('neuratrade chats', () => {
  test('shows the linked ones and unlinks them, those of groups too', async () => {
    const answers = [
      await run('chats', 'list'),
      await run('chats', 'unlink', '-1001234567890'),
      await run('chats', 'unlink', '-1001234567890'),
      await run('chats', 'unlink', '123456789', '--json'),
      await run('chats', 'list'),
    ];
    expect(answers).toEqual([
      done(
        'CHAT            ACCOUNT  LINKED                DIGEST\n-1001234567890  bot-2    TIME  off\n123456789       main     TIME  off\n',
      ),
      done('Chat -1001234567890 is unlinked.\n'),
      refused(
        'Chat -1001234567890 is not linked. GET /api/v1/chats lists those that are.\nOn the command line: neuratrade chats list.\n',
      ),
      done('{\n  "chat_id": 123456789,\n  "unlinked": true\n}\n'),
      done('No chat is linked. neuratrade telegram link makes a link that does it.\n'),
    ]);
  });

  test('refuses what can be no chat', async () => {
    expect(await run('chats', 'unlink', '12a')).toEqual(
      refused(
        "error: command-argument value '12a' is invalid for argument 'chat'. It must be a whole number, as 123456789.\n",
      ),
    );
  });
});

test('the code is in no log', async () => {
  const { stdout } = await run('telegram', 'link');
  const code = new URL(stdout.trimEnd().split('\n').at(-1) ?? '').searchParams.get('start') ?? '-';
  expect([code.length, (await run('gateway', 'logs', 'all', '-n', '5000')).stdout.includes(code)]).toEqual([
    22,
    false,
  ]);
});

test('the bot’s name is a blank to fill while nobody knows it, and without a backend everything ends with 2', async () => {
  process.kill(stack.pid('telegram'), 'SIGSTOP');
  const unknown = await run('telegram', 'link');
  process.kill(stack.pid('telegram'), 'SIGCONT');
  expect(unknown.stdout.split('\n').slice(1)).toEqual([
    "The bot's name is not known now: put it in the place of your_bot.",
    expect.stringMatching(/^https:\/\/t\.me\/your_bot\?start=[\w-]{22}$/),
    '',
  ]);
  await run('gateway', 'stop');
  const commands = [
    ['accounts', 'list'],
    ['accounts', 'add', 'bot-4'],
    ['chats', 'list'],
    ['chats', 'unlink', '1'],
    ['telegram', 'link'],
  ];
  const answers = await Promise.all(commands.map((args) => run(...args)));
  expect(answers).toEqual(
    Array(5).fill({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^No backend answers at http:\/\/.+: connection refused\. Start it with neuratrade gateway start\.\n$/,
      ),
    }),
  );
});

test.each([
  [['accounts', '--help'], '  $ neuratrade accounts add bot-2'],
  [['accounts', 'add', '--help'], '  $ neuratrade accounts add bot-2'],
  [['chats', 'unlink', '--help'], '  $ neuratrade chats unlink -1001234567890'],
  [['telegram', 'link', '--help'], '  $ neuratrade telegram link --json | jq -r .url'],
])('%j shows examples', async (args, example) => {
  const { code, stdout } = await run(...args);
  expect([code, stdout.split('\n')]).toEqual([0, expect.arrayContaining(['Examples:', example])]);
});
