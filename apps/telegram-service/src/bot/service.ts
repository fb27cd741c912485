import { setMaxListeners } from 'node:events';
import { type AwakeClock, createRedactor, type Logger } from '@neuratrade/service-kit';
import { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { BackendClient } from '../backend/client.js';
import type { BotConfig } from '../config.js';
import type { Links } from '../links/links.js';
import type { Pictures } from '../pictures/pictures.js';
import { useAnswers, useRedaction } from './api.js';
import { COMMANDS } from './commands/all.js';
import { createBot } from './create.js';
import { describeError } from './failure.js';
import { renderTooMany } from './render/help.js';
import { runConnection, type Transport } from './runner.js';
import { createSend } from './send.js';
import { CALL_TIMEOUT_MS, callWithin, pause } from './signals.js';
import { type BotStatus, createContactLog } from './status.js';
import { createThrottle } from './throttle.js';
import { askerOf } from './updates/asker.js';
import { createHandling } from './updates/handling.js';
import { createInbox, type Inbox } from './updates/inbox.js';
import { createPolling, pollLimitMs } from './updates/polling.js';
import { createWebhook } from './updates/webhook.js';

/** Shares of the time for stopping: for what is under way, for the calls of it that are on their way to Telegram, for their end. */
const FINISH = 0.7;
const LEAVE = 0.2;
const ABANDON = 0.05;

export interface BotServiceOptions {
  readonly config: BotConfig;
  readonly backend: BackendClient;
  readonly links: Links;
  readonly pictures: Pictures;
  readonly logger: Logger;
  readonly clock: AwakeClock;
  /** Milliseconds that {@link BotService.stop} may take. */
  readonly stopMs: number;
  /** Where updates wait for their answer: `$NEURATRADE_HOME/data/inbox`. */
  readonly folder: string;
}

export interface BotService {
  status(): BotStatus;
  /** Who the bot is, once Telegram has told it. */
  username(): string | undefined;
  /** How many updates wait for their answer, and since when the oldest does, in epoch milliseconds. */
  updates: Inbox['state'];
  /** Why updates cannot be stored now. */
  broken(): string | null;
  /** Reads what was left open, then connects in the background and stays connected. @throws {StoreError} `locked` */
  start(): Promise<void>;
  /** Takes an update from the webhook. It is stored when this resolves; rejects if Telegram must deliver it again. */
  receive(update: { readonly update_id: number }): Promise<void>;
  /** Brings a message into a chat, at the pace that answers and messages share. */
  send: ReturnType<typeof createSend>;
  /** Takes no more updates and finishes those under way; the others wait for the next start. */
  stop(): Promise<void>;
}

export function createBotService(options: BotServiceOptions): BotService {
  const { config, logger, clock, stopMs, folder, ...sources } = options;
  const pollMs = config.pollTimeoutS * 1_000;
  const stopping = new AbortController();
  const leaving = new AbortController();
  const abandoned = new AbortController();
  // Each answer under way listens to them.
  setMaxListeners(0, leaving.signal, abandoned.signal);
  const pollLimit = pollLimitMs(config.pollTimeoutS);
  const staleAfterMs = config.webhook === undefined ? pollLimit : pollMs + CALL_TIMEOUT_MS;
  const contacts = createContactLog(clock, staleAfterMs);
  const callTimeoutS = pollLimit / 1_000;
  const redact = createRedactor([config.token, config.webhook?.secret]);
  const throttle = createThrottle();
  const bot = createBot({
    ...sources,
    config,
    logger,
    commands: COMMANDS,
    callTimeoutS,
    abandoned: leaving.signal,
  });
  useRedaction(bot.api, redact);
  useAnswers(bot.api, { throttle: throttle.answers, leaving: leaving.signal, abandoned: abandoned.signal });
  const outgoing = new Api(config.token, { apiRoot: config.apiRoot, timeoutSeconds: callTimeoutS });
  useRedaction(outgoing, redact);
  outgoing.config.use(throttle.messages);

  const username = () => (bot.isInited() ? bot.botInfo.username : undefined);
  const inbox = createInbox({
    folder,
    logger,
    handle: createHandling({ bot, logger, leaving: leaving.signal }),
    asker: (update) => askerOf(update, username()),
    tooMany: (chatId) =>
      void bot.api
        .sendMessage(chatId, renderTooMany())
        .catch((error: unknown) => logger.debug('Flood not told', { chatId, error: describeError(error) })),
  });
  let lastArrival = 0;
  const transport: Transport =
    config.webhook === undefined
      ? createPolling({ api: bot.api, inbox, pollTimeoutS: config.pollTimeoutS })
      : createWebhook({
          ...config.webhook,
          api: bot.api,
          intervalMs: pollMs,
          lastArrival: () => lastArrival,
        });

  async function identify(signal: AbortSignal): Promise<void> {
    if (bot.isInited()) return;
    bot.botInfo = await callWithin(CALL_TIMEOUT_MS, signal, (limited) => bot.api.getMe(limited));
    inbox.start();
  }

  async function onConnected(signal: AbortSignal): Promise<void> {
    const { id, username } = bot.botInfo;
    logger.info(config.webhook === undefined ? 'Bot polling started' : 'Bot webhook set', {
      botId: id,
      username,
    });
    const menu = COMMANDS.map(({ name, description }) => ({ command: name, description }));
    await callWithin(CALL_TIMEOUT_MS, signal, (limited) => bot.api.setMyCommands(menu, {}, limited)).catch(
      (error: unknown) => logger.warn('Command menu not set', { error: describeError(error) }),
    );
  }

  let connection = Promise.resolve();
  const idleWithin = (share: number) => Promise.race([inbox.idle(), pause(stopMs * share, abandoned.signal)]);
  return {
    status: contacts.status,
    username,
    updates: inbox.state,
    broken: inbox.broken,
    async start() {
      await inbox.open();
      connection = runConnection({ transport, contacts, logger, identify, onConnected }, stopping.signal);
    },
    async receive(update) {
      lastArrival = Date.now();
      contacts.succeeded();
      if (stopping.signal.aborted) throw new Error('stopping');
      if (!inbox.room()) throw new Error('too many updates are open');
      await inbox.accept(update as Update);
    },
    send: createSend(outgoing),
    async stop() {
      inbox.stop();
      stopping.abort();
      await connection;
      await idleWithin(FINISH);
      leaving.abort();
      await idleWithin(LEAVE);
      abandoned.abort();
      await Promise.race([inbox.idle(), pause(stopMs * ABANDON, AbortSignal.timeout(stopMs))]);
      await inbox.close();
    },
  };
}
