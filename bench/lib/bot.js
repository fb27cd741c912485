import { setTimeout as sleep } from 'node:timers/promises';
import { makeHome, spawnService, startBotApi } from '../../packages/test-kit/dist/index.js';
import { until } from './asking.js';
import { WITH_SERVICE_KEY } from './market.js';
import { peer, TELEGRAM } from './paths.js';

const TOKEN = '1:bench';
const LOOK_EVERY_MS = 2;
const ANSWER_WITHIN_MS = 60_000;

/** The real telegram-service, which asks this backend, on a Bot API of its own. */
export async function startBot(cleanup, backend) {
  return start(cleanup, TELEGRAM, (telegram) => ({
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.url,
    BACKEND_URL: backend.url,
    SERVICE_API_KEY: WITH_SERVICE_KEY['x-api-key'],
    BIND_HOST: '127.0.0.1',
    LOG_STDOUT: 'false',
  }));
}

/** A bot that answers each message with a text and does nothing else. */
export async function startBareBot(cleanup, text) {
  return start(cleanup, peer('grammy'), (telegram) => ({ TOKEN, API_ROOT: telegram.url, TEXT: text }));
}

async function start(cleanup, entry, env) {
  const telegram = cleanup.use(await startBotApi({ token: TOKEN, username: 'bench_bot' }));
  const { path: home } = cleanup.use(await makeHome());
  const portVariable = 'TELEGRAM_PORT';
  cleanup.use(await spawnService({ entry, home, portVariable, readyPath: false, env: env(telegram) }));
  await until('the bot', telegram.polls, (polls) => polls === 1);
  return telegram;
}

/** Links chats to the account `main`, each by a code of its own. */
export async function linkChats(sender, backend, chats) {
  for (const chat_id of chats) {
    const { code } = await sender.send('POST', '/api/v1/chats/codes', { account: 'main' });
    const response = await fetch(`${backend.url}/api/v1/telegram/internal/link`, {
      method: 'POST',
      headers: { ...WITH_SERVICE_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ code, chat_id }),
    });
    if (!response.ok) throw new Error(`A chat was not linked: ${response.status} ${await response.text()}`);
  }
}

/** Asks once and waits: the call that answered, and the milliseconds from the update to it. */
export async function askBot(telegram, chatId, text) {
  const before = telegram.sent().length;
  const startedAt = performance.now();
  telegram.updates.pushText({ chatId, text });
  for (;;) {
    const answer = telegram
      .sent()
      .slice(before)
      .find(({ payload }) => payload.chat_id === chatId);
    if (answer !== undefined) return { ...answer, ms: answer.at - startedAt };
    if (performance.now() - startedAt > ANSWER_WITHIN_MS) throw new Error(`${text} was not answered.`);
    await sleep(LOOK_EVERY_MS);
  }
}
