import { performance } from 'node:perf_hooks';
import type { AwakeClock, Logger } from '@neuratrade/service-kit';
import { type Bot, BotError } from 'grammy';
import type { Update } from 'grammy/types';
import type { BackendClient } from '../backend-client.js';
import type { BotConfig } from '../config.js';
import { COMMANDS } from './commands/all.js';
import { createBot } from './create.js';
import { createDispatcher, RedeliverError } from './dispatcher.js';
import { describeError } from './failure.js';
import { createPolling, pollLimitMs } from './polling.js';
import { runConnection, type Transport } from './runner.js';
import { CALL_TIMEOUT_MS, callWithin, pause } from './signals.js';
import { type BotStatus, createContactLog } from './status.js';
import { createWebhook } from './webhook.js';

export interface BotServiceOptions {
  readonly config: BotConfig;
  readonly backend: BackendClient;
  readonly logger: Logger;
  readonly clock: AwakeClock;
  /** Milliseconds that {@link BotService.stop} may take. */
  readonly stopMs: number;
}

export interface BotService {
  status(): BotStatus;
  /** Who the bot is, once Telegram has told it. */
  username(): string | undefined;
  /** Connects in the background and stays connected. */
  start(): void;
  /** Takes an update from the webhook. Resolves when it is done, rejects if Telegram must deliver it again. */
  receive(update: { readonly update_id: number }): Promise<void>;
  /** Takes no more updates, finishes those under way and confirms them to Telegram. */
  stop(): Promise<void>;
}

export function createBotService(options: BotServiceOptions): BotService {
  const { config, backend, logger, clock, stopMs } = options;
  const pollMs = config.pollTimeoutS * 1_000;
  const stopping = new AbortController();
  const abandoned = new AbortController();
  const pollLimit = pollLimitMs(config.pollTimeoutS);
  const staleAfterMs = config.webhook === undefined ? pollLimit : pollMs + CALL_TIMEOUT_MS;
  const contacts = createContactLog(clock, staleAfterMs);
  const callTimeoutS = pollLimit / 1_000;
  const bot = createBot({
    config,
    commands: COMMANDS,
    backend,
    callTimeoutS,
    abandoned: abandoned.signal,
    overflow: (overflow) => transport.overflow(overflow),
  });
  const dispatcher = createDispatcher((update) => handle(bot, update, logger, abandoned.signal));
  let lastArrival = 0;
  const transport: Transport =
    config.webhook === undefined
      ? createPolling({ api: bot.api, dispatcher, pollTimeoutS: config.pollTimeoutS })
      : createWebhook({
          ...config.webhook,
          api: bot.api,
          intervalMs: pollMs,
          lastArrival: () => lastArrival,
        });

  async function identify(signal: AbortSignal): Promise<void> {
    if (bot.isInited()) return;
    bot.botInfo = await callWithin(CALL_TIMEOUT_MS, signal, (limited) => bot.api.getMe(limited));
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
  return {
    status: contacts.status,
    username: () => (bot.isInited() ? bot.botInfo.username : undefined),
    start() {
      connection = runConnection({ transport, contacts, logger, identify, onConnected }, stopping.signal);
    },
    async receive(update) {
      if (stopping.signal.aborted || !bot.isInited()) throw new RedeliverError('not taking updates');
      lastArrival = Date.now();
      contacts.succeeded();
      if (!dispatcher.room()) throw new RedeliverError('too many updates are open');
      await dispatcher.accept(update as Update);
    },
    async stop() {
      stopping.abort();
      await connection;
      await Promise.race([dispatcher.idle(), pause(stopMs * 0.7, abandoned.signal)]);
      abandoned.abort();
      await Promise.race([dispatcher.idle(), pause(stopMs * 0.1, AbortSignal.timeout(stopMs))]);
      await transport
        .finish(AbortSignal.timeout(stopMs * 0.2))
        .catch((error: unknown) => logger.warn('Offset not confirmed', { error: describeError(error) }));
    },
  };
}

/** Rejects only where the update must come again; any other failure is logged and done with. */
async function handle(bot: Bot, update: Update, logger: Logger, abandoned: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  const timing = () => ({ updateId: update.update_id, timeMs: Math.round(performance.now() - startedAt) });
  try {
    await bot.handleUpdate(update);
    logger.info('Update processed', timing());
  } catch (error) {
    const cause = error instanceof BotError ? error.error : error;
    if (abandoned.aborted || cause instanceof RedeliverError) throw cause;
    logger.error('Update failed', { ...timing(), error: describeError(cause) });
  }
}
