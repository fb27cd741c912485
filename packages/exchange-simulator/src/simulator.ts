import type { RequestListener } from 'node:http';
import { performance } from 'node:perf_hooks';
import { formatTimestamp } from '@neuratrade/health-contracts';
import {
  createListener,
  jsonAnswer,
  liveAnswer,
  type ServiceLogger,
  serviceVersion,
} from '@neuratrade/service-kit';
import { createRestApp } from '@neuratrade/service-kit/rest-app';
import { createFaults } from './control/faults.js';
import { requireLoopback } from './control/loopback.js';
import { createRequestCounter } from './control/requests.js';
import { CONTROL_BODY, controlRoutes } from './control/routes.js';
import { openDemo } from './demo/open-demo.js';
import { createMarket } from './market/market.js';
import { createExchange } from './protocol/exchange.js';
import { createExchangeListener } from './protocol/listener.js';
import { createParts } from './protocol/parts.js';

export interface SimulatorOptions {
  /** Prices depend on it and the time alone: the same seed gives the same market everywhere. */
  readonly seed: string;
  readonly logger: ServiceLogger;
  /** Milliseconds since the epoch; the machine's clock by default. */
  readonly clock?: () => number;
  /** Opens the demonstration's account, which started at that instant (milliseconds). */
  readonly demo?: { readonly startedAt: number };
  /** True while the process shuts down: `/ready` then says no. */
  readonly draining?: () => boolean;
}

export interface Simulator {
  readonly listener: RequestListener;
  /** Ends the requests that a fault keeps waiting, so that the server can close. */
  release(): void;
}

/** Builds a simulated exchange as a request listener: the exchange, its control under `/_sim` and its probes. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { seed, logger, clock = Date.now, draining = () => false } = options;
  const parts = createParts(createMarket(seed));
  if (options.demo) openDemo(parts.market, parts.accounts, { seed, ...options.demo }).advance?.(clock());
  const faults = createFaults(() => performance.now());
  const requests = createRequestCounter();
  const exchange = createExchangeListener({
    exchange: createExchange(parts),
    faults,
    requests,
    clock,
    logger,
  });
  const control = createRestApp({
    logger,
    bodyLimit: CONTROL_BODY,
    guards: (router) => router.use(requireLoopback),
    routes: (router) => controlRoutes(router, { ...parts, faults, requests, clock }),
  });
  const version = serviceVersion(import.meta.url);
  const probes = {
    '/live': liveAnswer(),
    '/ready': () => jsonAnswer(draining() ? 503 : 200, { ready: !draining() }),
    '/health': () =>
      jsonAnswer(200, {
        status: 'healthy',
        timestamp: formatTimestamp(new Date()),
        service: 'exchange-simulator',
        version,
        exchange: 'simulator',
        seed,
      }),
  };
  return {
    listener: createListener({
      probes,
      app: (request, response) =>
        /^\/_sim(?:[/?]|$)/.test(request.url ?? '')
          ? control(request, response)
          : exchange.listener(request, response),
      logger,
    }),
    release: exchange.release,
  };
}
