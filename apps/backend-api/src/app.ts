import type { RequestListener } from 'node:http';
import type { HealthDetails } from '@neuratrade/health-contracts';
import { createListener, type ProbeAnswer, requireKey, type ServiceLogger } from '@neuratrade/service-kit';
import { createRestApp } from '@neuratrade/service-kit/rest-app';
import { healthRoutes } from './health/routes.js';

export interface AppDeps {
  readonly logger: ServiceLogger;
  readonly adminKey: string | undefined;
  readonly probes: Readonly<Record<string, () => ProbeAnswer>>;
  readonly details: () => HealthDetails;
}

/** The backend's request listener; all its answers come from `deps`, it opens nothing itself. */
export function createApp({ logger, adminKey, probes, details }: AppDeps): RequestListener {
  const admin = requireKey(
    [adminKey],
    'On a native installation `neuratrade config get admin_api_key` prints it.',
  );
  const app = createRestApp({ logger, routes: (router) => healthRoutes(router, { admin, details }) });
  return createListener({ probes, app, logger });
}
