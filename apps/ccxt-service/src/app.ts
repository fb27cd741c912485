import type { RequestListener } from 'node:http';
import type { ExchangeProbe } from '@neuratrade/health-contracts';
import { createListener, jsonAnswer, liveAnswer, type ServiceLogger } from '@neuratrade/service-kit';
import { createRestApp } from '@neuratrade/service-kit/rest-app';
import { healthBody } from './connectivity/report.js';
import { connectivityRoutes } from './connectivity/routes.js';

export interface AppDeps {
  readonly logger: ServiceLogger;
  readonly version: string;
  readonly serviceKey: string | undefined;
  /** Every active exchange, as it is known now. */
  readonly exchanges: () => ExchangeProbe[];
  /** Start-up complete and not draining. */
  readonly ready: () => boolean;
}

/** The whole HTTP side of the service. */
export function createApp({ logger, version, serviceKey, exchanges, ready }: AppDeps): RequestListener {
  return createListener({
    logger,
    probes: {
      '/health': () => {
        const body = healthBody(exchanges(), version, new Date());
        return jsonAnswer(body.status === 'unhealthy' ? 503 : 200, body);
      },
      '/ready': () => (ready() ? jsonAnswer(200, { ready: true }) : jsonAnswer(503, { ready: false })),
      '/live': liveAnswer(),
    },
    app: createRestApp({
      logger,
      routes: (router) => connectivityRoutes(router, { serviceKey, exchanges }),
    }),
  });
}
