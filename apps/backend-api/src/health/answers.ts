import {
  type BackendHealth,
  formatTimestamp,
  formatUptime,
  httpStatusFor,
  readiness,
} from '@neuratrade/health-contracts';
import { cachedAnswer, jsonAnswer, liveAnswer, type ProbeAnswer } from '@neuratrade/service-kit';
import type { HealthMonitor } from './monitor.js';

export interface AnswersOptions {
  readonly monitor: HealthMonitor;
  readonly version: string;
  /** Cache figures for the health body. */
  readonly caches: () => Pick<BackendHealth, 'cache_metrics' | 'cache_stats'>;
  /** Whether start-up is complete, and whether the process is shutting down. */
  readonly process: () => { readonly started: boolean; readonly draining: boolean };
}

/** The answers to `/health`, `/ready` and `/live`: built at most once a second and at every change, sent from memory. */
export function createHealthAnswers(
  options: AnswersOptions,
): Record<'/health' | '/ready' | '/live', () => ProbeAnswer> {
  const { monitor, version, caches } = options;
  const moment = (): string => `${Math.floor(Date.now() / 1000)}/${monitor.revision()}`;
  return {
    '/health': cachedAnswer(moment, () => {
      const { status, services } = monitor.report();
      const body: BackendHealth = {
        status,
        timestamp: formatTimestamp(new Date()),
        services,
        version,
        uptime: formatUptime(process.uptime()),
        ...caches(),
      };
      return jsonAnswer(httpStatusFor(body), body);
    }),
    '/ready': cachedAnswer(
      () => `${moment()}/${Object.values(options.process()).join()}`,
      () => {
        const body = readiness(monitor.report().services, options.process());
        return jsonAnswer(body.ready ? 200 : 503, body);
      },
    ),
    '/live': liveAnswer(),
  };
}
