import type { RequestListener } from 'node:http';
import { createListener, jsonAnswer, liveAnswer, type ServiceLogger } from '@neuratrade/service-kit';
import { createRestApp } from '@neuratrade/service-kit/rest-app';
import type { BotStatus } from './bot/status.js';
import { botGuard, botRoutes } from './bot-info/routes.js';
import { healthBody } from './health.js';
import { telegramDetails } from './health-details/details.js';
import { detailsGuard, detailsRoutes } from './health-details/routes.js';
import { messagesGuard, messagesRoutes } from './messages/routes.js';
import type { Messages } from './messages/service.js';
import { type WebhookRoutesOptions, webhookGuard, webhookRoutes } from './webhook/routes.js';

const BODY_LIMIT = '1mb';

export interface AppDeps {
  readonly logger: ServiceLogger;
  readonly bot: {
    readonly status: () => BotStatus;
    /** The bot's username, once Telegram has told it. */
    readonly name: () => string | undefined;
    /** Updates that are not answered yet. */
    readonly updates: () => { readonly open: number; readonly oldestAt: number | null };
    /** Why updates cannot be stored, null while they can. */
    readonly broken: () => string | null;
  };
  readonly messages: Messages;
  readonly serviceKey: string | undefined;
  /** Start-up complete and not draining. */
  readonly ready: () => boolean;
  readonly webhook?: WebhookRoutesOptions;
}

/** The whole HTTP side of the service. */
export function createApp({ logger, bot, messages, serviceKey, ready, webhook }: AppDeps): RequestListener {
  const broken = () => messages.state().broken ?? bot.broken();
  const details = () =>
    telegramDetails({
      bot: bot.status(),
      updates: bot.updates(),
      outbox: messages.state(),
      broken: broken(),
    });
  return createListener({
    logger,
    probes: {
      '/health': () => jsonAnswer(200, healthBody(bot.status(), broken())),
      '/ready': () => (ready() ? jsonAnswer(200, { ready: true }) : jsonAnswer(503, { ready: false })),
      '/live': liveAnswer(),
    },
    app: createRestApp({
      logger,
      bodyLimit: BODY_LIMIT,
      quietReads: true,
      guards: (router) => {
        botGuard(router, serviceKey);
        messagesGuard(router, serviceKey);
        detailsGuard(router, serviceKey);
        if (webhook !== undefined) webhookGuard(router, webhook);
      },
      routes: (router) => {
        botRoutes(router, bot.name);
        messagesRoutes(router, messages);
        detailsRoutes(router, details);
        if (webhook !== undefined) webhookRoutes(router, webhook);
      },
    }),
  });
}
