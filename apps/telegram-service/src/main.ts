import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  configOrExit,
  createAwakeClock,
  createLogger,
  createRedactor,
  listen,
  runService,
} from '@neuratrade/service-kit';
import { createApp } from './app.js';
import { createBackendClient } from './backend/client.js';
import { renderDigest } from './bot/render/digest.js';
import { createBotService } from './bot/service.js';
import { readConfig } from './config.js';
import { createDigests } from './digest/service.js';
import { createLinks } from './links/create.js';
import { noBot } from './messages/no-bot.js';
import { createMessages } from './messages/service.js';
import { createPictures } from './pictures/pictures.js';

const { settings, plan, logFile, dataFolder } = configOrExit(() => readConfig(process.env));

const logger = createLogger({
  format: 'epoch',
  level: settings.LOG_LEVEL,
  file: logFile,
  stdout: settings.LOG_STDOUT,
  redact: createRedactor([
    settings.TELEGRAM_BOT_TOKEN,
    settings.TELEGRAM_WEBHOOK_SECRET,
    settings.SERVICE_API_KEY,
  ]),
});

await runService({
  logger,
  deadlineMs: settings.SHUTDOWN_DEADLINE_MS,
  async start(lifecycle) {
    let started = false;
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    const backend = createBackendClient({
      baseUrl: settings.BACKEND_URL,
      serviceKey: settings.SERVICE_API_KEY,
    });
    const links = createLinks({ backend, file: join(dataFolder, 'chats.json'), logger });
    lifecycle.onShutdown('links', links.close);
    const pictures = createPictures();
    lifecycle.onShutdown('pictures', pictures.close);
    const bot =
      'bot' in plan
        ? createBotService({
            config: plan.bot,
            ...{ backend, links, pictures, logger },
            clock: createAwakeClock(),
            stopMs: settings.SHUTDOWN_DEADLINE_MS * 0.8,
            folder: join(dataFolder, 'inbox'),
          })
        : undefined;
    const reason = 'reason' in plan ? plan.reason : '';
    const messages = await createMessages({
      folder: join(dataFolder, 'outbox'),
      send: bot?.send ?? noBot(reason),
      links,
      logger,
      giveUpAfterMs: settings.TELEGRAM_GIVE_UP_AFTER_MS,
    });
    const webhook = 'bot' in plan ? plan.bot.webhook : undefined;
    const server = await listen(
      createApp({
        logger,
        messages,
        bot: {
          status: () => bot?.status() ?? { active: false, reason },
          name: () => bot?.username(),
          updates: () => bot?.updates() ?? { open: 0, oldestAt: null },
          broken: () => bot?.broken() ?? null,
        },
        serviceKey: settings.SERVICE_API_KEY,
        ready: () => started && !lifecycle.draining,
        ...(webhook !== undefined && bot !== undefined
          ? { webhook: { secret: webhook.secret, receive: bot.receive } }
          : {}),
      }),
      { port: settings.TELEGRAM_PORT, host: settings.BIND_HOST, drainMs: settings.SHUTDOWN_DRAIN_MS },
    );
    lifecycle.onShutdown('http', server.close);
    lifecycle.onShutdown('bot', async () => void (await Promise.all([messages.close(), bot?.stop()])));
    const mode = bot === undefined ? 'disabled' : webhook === undefined ? 'polling' : 'webhook';
    logger.info('Telegram service started', { port: server.port, mode });
    links.open();
    messages.start();
    if (bot === undefined) logger.warn('Bot inactive', { reason });
    else {
      const digests = createDigests({ links, backend, messages, render: renderDigest, logger });
      lifecycle.onShutdown('digests', digests.close);
      pictures.warm();
      digests.open();
      await bot.start();
    }
    started = true;
  },
});
