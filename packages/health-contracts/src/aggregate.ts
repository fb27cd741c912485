import { DEFAULT_POLICY, type HealthPolicy, SERVICES, type ServiceName } from './services.js';

/**
 * What the last completed check of one part said, or that none completed yet.
 * `checkedAt` is milliseconds on the same clock as `now` of {@link aggregate}.
 */
export type ServiceResult =
  | { readonly state: 'up'; readonly checkedAt: number }
  | { readonly state: 'down'; readonly reason: string; readonly checkedAt: number }
  | { readonly state: 'unchecked'; readonly since: number }
  | { readonly state: 'disabled' };

export type OverallStatus = 'healthy' | 'degraded' | 'unhealthy';

/** `healthy`, `disabled` or `unhealthy: <reason>`. */
export type ServiceStatus = 'healthy' | 'disabled' | `unhealthy: ${string}`;

export interface HealthReport {
  readonly status: OverallStatus;
  readonly services: Readonly<Record<ServiceName, ServiceStatus>>;
}

/**
 * The composite status out of the parts' last results. Pure.
 *
 * All healthy (or disabled) gives `healthy`, any part down gives `degraded`, all of `policy.fatal` down gives `unhealthy`.
 * A result older than `policy.staleAfterMs` is down with `no fresh check for Ns`, whatever it said.
 */
export function aggregate(
  results: Readonly<Record<ServiceName, ServiceResult>>,
  policy: HealthPolicy,
  now: number,
): HealthReport {
  const services = Object.fromEntries(
    SERVICES.map((name) => [name, serviceStatus(results[name], policy, now)]),
  ) as Record<ServiceName, ServiceStatus>;
  const down = SERVICES.filter((name) => isDown(services[name]));
  if (down.length === 0) return { status: 'healthy', services };
  const fatal = policy.fatal.length > 0 && policy.fatal.every((name) => down.includes(name));
  return { status: fatal ? 'unhealthy' : 'degraded', services };
}

/** What one part's last result says at `now`. */
export function serviceStatus(result: ServiceResult, policy: HealthPolicy, now: number): ServiceStatus {
  if (result.state === 'disabled') return 'disabled';
  const age = now - (result.state === 'unchecked' ? result.since : result.checkedAt);
  if (age > policy.staleAfterMs) return `unhealthy: no fresh check for ${Math.floor(age / 1000)}s`;
  if (result.state === 'unchecked') return 'unhealthy: not checked yet';
  return result.state === 'up' ? 'healthy' : `unhealthy: ${result.reason}`;
}

/** 503 while a critical part is down, else 200. Works on a report and on a body that was received. */
export function httpStatusFor(
  report: { readonly services: Readonly<Record<ServiceName, string>> },
  policy: Pick<HealthPolicy, 'critical'> = DEFAULT_POLICY,
): 200 | 503 {
  return policy.critical.some((name) => isDown(report.services[name])) ? 503 : 200;
}

function isDown(status: string): boolean {
  return status.startsWith('unhealthy');
}
