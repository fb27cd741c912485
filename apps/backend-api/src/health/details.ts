import {
  type DatabasePool,
  formatTimestamp,
  type HealthCheck,
  type HealthDetails,
  SERVICES,
  type ServiceName,
  type ServiceStatus,
  type TelegramQueue,
} from '@neuratrade/health-contracts';
import type { Blocked } from '@neuratrade/service-kit';
import type { HealthMonitor } from './monitor.js';

export interface DetailsOptions {
  readonly monitor: HealthMonitor;
  readonly version: string;
  readonly startedAt: Date;
  readonly intervalMs: number;
  readonly staleAfterMs: number;
  /** How long this process itself could not look. */
  readonly blocked: () => Blocked;
  readonly databasePool: () => DatabasePool;
  readonly telegramQueue: () => TelegramQueue | null;
}

/** Everything that is known behind the composite status. */
export function healthDetails(options: DetailsOptions): HealthDetails {
  const { status, services } = options.monitor.report();
  const check = (name: ServiceName) => [name, checkOf(name, services[name], options)] as const;
  return {
    status,
    timestamp: formatTimestamp(new Date()),
    version: options.version,
    uptime_seconds: Math.floor(process.uptime()),
    interval_ms: options.intervalMs,
    stale_after_ms: options.staleAfterMs,
    observer: observer(options.blocked()),
    database_pool: options.databasePool(),
    checks: Object.fromEntries(SERVICES.map(check)) as HealthDetails['checks'],
    telegram_queue: options.telegramQueue(),
  };
}

function observer({ totalMs, longestMs }: Blocked): HealthDetails['observer'] {
  return { loop_blocked_ms: Math.round(totalMs), longest_block_ms: Math.round(longestMs) };
}

function checkOf(
  name: ServiceName,
  status: ServiceStatus,
  { monitor, startedAt }: DetailsOptions,
): HealthCheck {
  const snapshot = monitor.watchOf(name)?.snapshot();
  const age = monitor.ageOf(name);
  const failure = snapshot?.lastFailure;
  return {
    status,
    state: monitor.stateOf(name),
    since: formatTimestamp(snapshot?.since ?? startedAt),
    checked_at: snapshot?.checkedDate ? formatTimestamp(snapshot.checkedDate) : null,
    age_ms: age === null ? null : Math.round(age),
    latency_ms: snapshot?.latencyMs == null ? null : Math.round(snapshot.latencyMs * 100) / 100,
    consecutive_failures: snapshot?.consecutiveFailures ?? 0,
    void_checks: snapshot?.voidChecks ?? 0,
    last_error: failure ? { reason: failure.reason, at: formatTimestamp(failure.at) } : null,
  };
}
