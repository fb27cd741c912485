import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  createCleanup,
  eventually,
  makeHome,
  spawnService,
  startBotApi,
} from '../packages/test-kit/dist/index.js';
import { openChat } from './lib/chat.js';

const HELP = `Shows what the Telegram bot answers: asks every command that its menu offers, presses some buttons, and prints each
answer as the chat shows it. The bot is real and asks the NeuraTrade that runs; Telegram is a stand-in on this machine,
so that it needs no token. The chat that it links is unlinked at the end.

  make demo; make screens
  make screens ARGS="--pictures /tmp/pictures"
  make screens ARGS="--account swing"
  NEURATRADE_HOME=~/.neuratrade make screens

  --account NAME   whose figures to show (main)
  --pictures DIR   write the pictures there as PNG files

It asks the backend of NEURATRADE_HOME (~/.neuratrade-demo) at BACKEND_PORT.`;

const fromRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const TOKEN = '4242424242:AAinventedForTheScreensAAinventedScr';
const CHAT = 4_000_000_000 + Math.floor(Math.random() * 1_000_000_000);
const ANSWER_WITHIN_MS = 20_000;

/** What is asked beside the bare commands, after the one of that name: other words for it, and buttons by what they say. */
const MORE = {
  portfolio: [{ press: /Refresh/ }, { say: '/portfolio 24h dark' }, { press: /Light/ }],
  performance: [{ say: '/performance 24h' }, { press: /Dark/ }, { press: /90d/ }],
  trades: [{ say: '/trades 60' }, { press: /▶/ }],
  digest: [{ say: '/digest on 08:30 Europe/Berlin' }, { say: '/digest now' }, { say: '/digest off' }],
};

const { values: options } = readOptions();
if (options.help) console.log(HELP);
else await main().catch(fail);

function readOptions() {
  try {
    return parseArgs({
      options: {
        account: { type: 'string', default: 'main' },
        pictures: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return fail(new Error(`${error.message.replace(/\.?$/, '.')} --help says what there is.`));
  }
}

function fail(error) {
  console.error(error.message);
  process.exit(1);
}

async function main() {
  const cleanup = createCleanup();
  process.once('SIGINT', () => cleanup.run().finally(() => process.exit(130)));
  try {
    await show(cleanup);
  } finally {
    await cleanup.run();
  }
}

async function show(cleanup) {
  const backend = await findBackend();
  const telegram = cleanup.use(await startBotApi({ token: TOKEN, username: 'neuratrade_bot' }));
  const home = cleanup.use(await makeHome());
  cleanup.use(
    await spawnService({
      entry: fromRoot('apps/telegram-service/dist/main.js'),
      home: home.path,
      portVariable: 'TELEGRAM_PORT',
      readyPath: '/ready',
      env: {
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: telegram.url,
        BACKEND_URL: backend.url,
        SERVICE_API_KEY: setting('service_api_key'),
        BIND_HOST: '127.0.0.1',
        LOG_STDOUT: 'false',
      },
    }),
  );
  const { commands } = await eventually(() => telegram.calls('setMyCommands').at(-1).payload, {
    timeoutMs: ANSWER_WITHIN_MS,
  });
  const chat = openChat(telegram, { chatId: CHAT, pictures: options.pictures, withinMs: ANSWER_WITHIN_MS });
  const names = commands.map(({ command }) => command).filter((name) => !['start', 'unlink'].includes(name));
  await chat.say('/start');
  await chat.say('/quests');
  const { code } = await backend.ask('POST', '/api/v1/chats/codes', { account: options.account });
  cleanup.add(() => backend.ask('DELETE', `/api/v1/chats/${CHAT}`).catch(() => undefined));
  await chat.say(`/start ${code}`);
  for (const name of names) {
    await chat.say(`/${name}`);
    for (const { say, press } of MORE[name] ?? []) await (say ? chat.say(say) : chat.press(press));
  }
  await chat.say('/porfolio');
  await chat.say('/unlink');
  await chat.press(/Unlink/);
  await chat.say('/quests');
}

async function findBackend() {
  const url = `http://127.0.0.1:${setting('backend_port')}`;
  const key = setting('admin_api_key');
  const ask = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered by ${response.status}: ${answer}`);
    return answer === '' ? undefined : JSON.parse(answer);
  };
  try {
    await ask('GET', '/live');
  } catch {
    throw new Error(`No NeuraTrade answers at ${url}. Start one: make demo`);
  }
  return { url, ask };
}

function setting(key) {
  const home = process.env.NEURATRADE_HOME ?? join(homedir(), '.neuratrade-demo');
  try {
    const env = { ...process.env, NEURATRADE_HOME: home };
    return execFileSync(fromRoot('bin/neuratrade'), ['config', 'get', key], {
      encoding: 'utf8',
      env,
      stdio: 'pipe',
    }).trim();
  } catch {
    throw new Error(`There is no ${key} in ${home}. Start NeuraTrade there first: make demo`);
  }
}
