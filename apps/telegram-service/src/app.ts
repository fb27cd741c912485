import type { RequestListener } from 'node:http';
import { createListener, jsonAnswer, liveAnswer, type ServiceLogger } from '@neuratrade/service-kit';
import { createRestApp } from '@neuratrade/service-kit/rest-app';
import type { BotStatus } from './bot/status.js';
import { botGuard, botRoutes } from './bot-info/routes.js';
import { healthBody } from './health.js';
import { type WebhookRoutesOptions, webhookGuard, webhookRoutes } from './webhook/routes.js';

const BODY_LIMIT = '1mb';

export interface AppDeps {
  readonly logger: ServiceLogger;
  readonly botStatus: () => BotStatus;
  /** The bot's username, once Telegram has told it. */
  readonly botName: () => string | undefined;
  readonly serviceKey: string | undefined;
  /** Start-up complete and not draining. */
  readonly ready: () => boolean;
  readonly webhook?: WebhookRoutesOptions;
}

/** The whole HTTP side of the service. */
export function createApp({
  logger,
  botStatus,
  botName,
  serviceKey,
  ready,
  webhook,
}: AppDeps): RequestListener {
  return createListener({
    logger,
    probes: {
      '/health': () => jsonAnswer(200, healthBody(botStatus())),
      '/ready': () => (ready() ? jsonAnswer(200, { ready: true }) : jsonAnswer(503, { ready: false })),
      '/live': liveAnswer(),
    },
    app: createRestApp({
      logger,
      bodyLimit: BODY_LIMIT,
      guards: (router) => {
        botGuard(router, serviceKey);
        if (webhook !== undefined) webhookGuard(router, webhook);
      },
      routes: (router) => {
        botRoutes(router, botName);
        if (webhook !== undefined) webhookRoutes(router, webhook);
      },
    }),
  });
}
