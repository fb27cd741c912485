import {
  configOrExit,
  createAwakeClock,
  createLogger,
  createRedactor,
  listen,
  runService,
} from '@neuratrade/service-kit';
import { createApp } from './app.js';
import { createBackendClient } from './backend-client.js';
import { createBotService } from './bot/service.js';
import { readConfig } from './config.js';

const { settings, plan, logFile } = configOrExit(() => readConfig(process.env));

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
    const bot =
      'bot' in plan
        ? createBotService({
            config: plan.bot,
            backend: createBackendClient(settings.BACKEND_URL),
            logger,
            clock: createAwakeClock(),
            stopMs: settings.SHUTDOWN_DEADLINE_MS * 0.8,
          })
        : undefined;
    const webhook = 'bot' in plan ? plan.bot.webhook : undefined;
    const reason = 'reason' in plan ? plan.reason : '';
    const server = await listen(
      createApp({
        logger,
        botStatus: () => bot?.status() ?? { active: false, reason },
        botName: () => bot?.username(),
        serviceKey: settings.SERVICE_API_KEY,
        ready: () => started && !lifecycle.draining,
        ...(webhook !== undefined && bot !== undefined
          ? { webhook: { secret: webhook.secret, receive: bot.receive } }
          : {}),
      }),
      { port: settings.TELEGRAM_PORT, host: settings.BIND_HOST, drainMs: settings.SHUTDOWN_DRAIN_MS },
    );
    lifecycle.onShutdown('http', server.close);
    const mode = bot === undefined ? 'disabled' : webhook === undefined ? 'polling' : 'webhook';
    logger.info('Telegram service started', { port: server.port, mode });
    if (bot === undefined) logger.warn('Bot inactive', { reason });
    else {
      lifecycle.onShutdown('bot', bot.stop);
      bot.start();
    }
    started = true;
  },
});
