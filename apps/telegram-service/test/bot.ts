import { join } from 'node:path';
import { createLogger } from '@neuratrade/service-kit';
import {
  type BotApi,
  createCleanup,
  makeHome,
  readLog,
  type ShownMessage,
  startBotApi,
} from '@neuratrade/test-kit';
import type { Update } from 'grammy/types';
import { createBackendClient } from '../src/backend/client.js';
import { COMMANDS } from '../src/bot/commands/all.js';
import type { Command } from '../src/bot/commands/command.js';
import { createBot } from '../src/bot/create.js';
import { createLinks } from '../src/links/create.js';
import { createPictures } from '../src/pictures/pictures.js';
import { startBackend, type TestBackend } from './backend.js';
import { SERVICE_KEY, TOKEN } from './harness.js';

/** The bot with commands of the test's own, in this process: what becomes of an update is known when its handling ends. */
export interface TestBot {
  readonly telegram: BotApi;
  readonly backend: TestBackend;
  /** Handles what is queued, one after another; rejects as the handling does. */
  pump(): Promise<void>;
  /** Says something in a chat and returns what the chat shows then. */
  say(
    chatId: number,
    text: string,
    more?: Partial<Parameters<BotApi['updates']['pushText']>[0]>,
  ): Promise<ShownMessage[]>;
  /** Presses a button of the last message, and returns what was told to who pressed it. */
  press(
    chatId: number,
    label: string,
    more?: { fromId?: number; chatType?: 'group' },
  ): Promise<Record<string, unknown>>;
  log(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function startBot(commands: readonly Command[] = COMMANDS): Promise<TestBot> {
  const cleanup = createCleanup();
  const home = cleanup.use(await makeHome());
  const telegram = cleanup.use(await startBotApi({ token: TOKEN, username: 'neuratrade_bot' }));
  const backend = cleanup.use(await startBackend());
  const logFile = join(home.path, 'telegram.log');
  const logger = createLogger({
    format: 'epoch',
    level: 'debug',
    file: logFile,
    stdout: false,
    redact: (text) => text,
  });
  cleanup.add(() => logger.close());
  const client = createBackendClient({ baseUrl: backend.url, serviceKey: SERVICE_KEY });
  const links = cleanup.use(createLinks({ backend: client, file: join(home.path, 'chats.json'), logger }));
  links.open();
  const pictures = cleanup.use(
    createPictures({ worker: new URL('../dist/pictures/worker.js', import.meta.url) }),
  );
  const abandoned = new AbortController();
  cleanup.add(async () => abandoned.abort());
  const bot = createBot({
    config: { token: TOKEN, apiRoot: telegram.url, pollTimeoutS: 1 },
    ...{ commands, backend: client, links, pictures, logger },
    callTimeoutS: 5,
    abandoned: abandoned.signal,
  });
  await bot.init();
  let offset = 0;

  async function pump(): Promise<void> {
    const updates: Update[] = await bot.api.getUpdates({
      offset,
      timeout: 0,
      allowed_updates: ['message', 'callback_query', 'my_chat_member'],
    });
    for (const update of updates) {
      offset = update.update_id + 1;
      await bot.handleUpdate(update);
    }
  }

  return {
    telegram,
    backend,
    pump,
    async say(chatId, text, more = {}) {
      telegram.updates.pushText({ chatId, text, ...more });
      await pump();
      return telegram.shown(chatId);
    },
    async press(chatId, label, more = {}) {
      const message = telegram.shown(chatId).at(-1);
      const button = message?.buttons.flat().find(({ text }) => text === label);
      if (message === undefined || button === undefined)
        throw new Error(`no button ${label} in chat ${chatId}`);
      telegram.updates.pushCallback({ chatId, messageId: message.messageId, data: button.data, ...more });
      await pump();
      const { callback_query_id: _, ...told } = telegram.calls('answerCallbackQuery').at(-1)?.payload ?? {};
      return told;
    },
    log: () => readLog(logFile),
    close: cleanup.run,
  };
}
