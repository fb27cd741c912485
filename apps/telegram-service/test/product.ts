import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import {
  type BotApi,
  type Cleanup,
  eventually,
  freePort,
  makeHome,
  readLog,
  request,
  type Service,
  type ShownMessage,
  spawnService,
  startBotApi,
  startPostgres,
  startRedis,
} from '@neuratrade/test-kit';
import { SERVICE_KEY, TOKEN } from './harness.js';

const ADMIN_KEY = 'canary-admin-key-0123456789abcdef';
const BACKEND = fileURLToPath(new URL('../../backend-api/dist/main.js', import.meta.url));
const BOT = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const COMMON = {
  BIND_HOST: '127.0.0.1',
  SERVICE_API_KEY: SERVICE_KEY,
  LOG_STDOUT: 'false',
  SHUTDOWN_DRAIN_MS: '0',
};

/** The backend on real databases, and the bot that asks it. */
export interface Product {
  readonly telegram: BotApi;
  /** Asks the backend as its operator; throws unless it is answered by 2xx. */
  operator(method: string, path: string, body?: object): Promise<unknown>;
  /** Pushes one unit bought for 1,000 an hour before it was sold, with that result. */
  trade(account: string, symbol: string, sold: { readonly at: number; readonly pnl: number }): Promise<void>;
  killBackend(): Promise<unknown>;
  /** Starts it again, over the same database and on the same port. */
  startBackend(): Promise<void>;
  /** A code that links one chat. */
  code(account?: string): Promise<string>;
  /** Links a chat as its user does. */
  link(chatId: number, account?: string): Promise<void>;
  /** Types a text and hands back the one message that comes. */
  say(chatId: number, text: string): Promise<ShownMessage>;
  /** Presses the button of a message that says so. Resolves when the press was answered. */
  press(chatId: number, message: ShownMessage, label: string): Promise<void>;
  log(): Promise<Record<string, unknown>[]>;
}

export async function startProduct(cleanup: Cleanup): Promise<Product> {
  const [postgres, redis] = await Promise.all([
    startPostgres().then(cleanup.use),
    startRedis().then(cleanup.use),
  ]);
  const telegram = cleanup.use(await startBotApi({ token: TOKEN, username: 'neuratrade_bot' }));
  const [backendPort, botPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${backendPort}`;
  const databases = { DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url };
  const siblings = {
    CCXT_URL: `http://127.0.0.1:${await freePort()}`,
    TELEGRAM_URL: `http://127.0.0.1:${botPort}`,
  };
  const backendHome = cleanup.use(await makeHome()).path;
  const botHome = cleanup.use(await makeHome()).path;
  let backend: Service;

  async function startBackend(): Promise<void> {
    backend = await spawnService({
      entry: BACKEND,
      home: backendHome,
      portVariable: 'BACKEND_PORT',
      readyPath: '/ready',
      readyTimeoutMs: 40_000,
      env: {
        ...{ ...COMMON, ...databases, ...siblings },
        ...{ BACKEND_PORT: String(backendPort), ADMIN_API_KEY: ADMIN_KEY },
      },
    });
    const { stop } = backend;
    cleanup.add(() => stop('SIGKILL'));
  }

  async function operator(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await request(`${url}/api/v1/${path}`, {
      method,
      headers: { 'x-api-key': ADMIN_KEY, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  async function code(account = 'main'): Promise<string> {
    return ((await operator('POST', 'chats/codes', { account })) as { code: string }).code;
  }

  async function trade(account: string, symbol: string, sold: { at: number; pnl: number }): Promise<void> {
    const fill = (side: 'buy' | 'sell', at: number, price: number) => ({
      ...{ id: `${sold.at}-${side}`, symbol, side, price: String(price), amount: '1' },
      executed_at: new Date(at).toISOString(),
    });
    const fills = [fill('buy', sold.at - 3_600_000, 1_000), fill('sell', sold.at, 1_000 + sold.pnl)];
    const told = await operator('POST', 'trades', { account, exchange: 'mybot', fills });
    expect(told).toEqual({ stored: 2, duplicates: 0, rejected: [] });
  }

  async function say(chatId: number, text: string): Promise<ShownMessage> {
    const before = telegram.shown(chatId).length;
    telegram.updates.pushText({ chatId, text });
    return eventually(
      () => {
        const [message, ...more] = telegram.shown(chatId).slice(before);
        if (message === undefined) throw new Error(`no answer to ${text}`);
        expect(more).toEqual([]);
        return message;
      },
      { timeoutMs: 20_000 },
    );
  }

  await startBackend();
  const bot = await spawnService({
    entry: BOT,
    home: botHome,
    portVariable: 'TELEGRAM_PORT',
    readyPath: '/ready',
    env: {
      ...COMMON,
      ...{ TELEGRAM_PORT: String(botPort), TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: telegram.url },
      ...{ BACKEND_URL: url, TELEGRAM_POLL_TIMEOUT_S: '1' },
    },
  });
  cleanup.add(() => bot.stop('SIGKILL'));

  return {
    telegram,
    operator,
    trade,
    killBackend: () => backend.stop('SIGKILL'),
    startBackend,
    code,
    async link(chatId, account = 'main') {
      const { text } = await say(chatId, `/start ${await code(account)}`);
      expect(text).toMatch(new RegExp(`^This chat now belongs to account ${account}\\.\n`));
    },
    say,
    async press(chatId, message, label) {
      const button = message.buttons.flat().find(({ text }) => text === label);
      if (button === undefined) throw new Error(`no button ${label} under ${message.text}`);
      const answers = () => telegram.calls('answerCallbackQuery').length;
      const before = answers();
      telegram.updates.pushCallback({ chatId, messageId: message.messageId, data: button.data });
      await eventually(() => expect(answers()).toBe(before + 1), { timeoutMs: 20_000 });
    },
    log: () => readLog(join(botHome, 'logs', 'telegram.log')),
  };
}
