import type { HealthDetails } from '@neuratrade/health-contracts';

/** One part as `neuratrade health` shows it. What is not known, or not to be told without the admin key, is null. */
export type PartView = {
  name: string;
  /** `healthy`, `degraded`, `unhealthy`, `maintenance`, `unknown` or `disabled`. */
  status: string;
  reason: string | null;
  since: string | null;
  for_seconds: number | null;
  latency_ms: number | null;
  age_ms: number | null;
  last_error: { reason: string; at: string; ago_seconds: number } | null;
};

/**
 * One look at a backend. `status` is its own word, or `unreachable`; `ready` is false while it answers 503. `note` says why
 * there is no more to see, why it cannot be reached, or what is wrong with the messages to Telegram.
 */
export type HealthView = {
  status: 'healthy' | 'degraded' | 'unhealthy' | 'unreachable';
  ready: boolean;
  url: string;
  checked_at: string;
  version: string | null;
  uptime: string | null;
  note: string | null;
  services: PartView[];
};

/** The exit code of `neuratrade health`. */
export function exitCodeOf({ status, ready }: HealthView): 0 | 1 | 2 {
  if (status === 'healthy') return 0;
  return status === 'degraded' && ready ? 1 : 2;
}

/** A part of `/health`: `unhealthy: connection refused`. */
export function partOfSummary(name: string, word: string): PartView {
  return {
    name,
    ...split(word),
    ...{ since: null, for_seconds: null, latency_ms: null, age_ms: null, last_error: null },
  };
}

const STATUS = { up: 'healthy', down: 'unhealthy' } as const;

/** A part of `/api/v1/health/details`; times are counted on the backend's clock. */
export function partOfDetails(
  name: string,
  check: HealthDetails['checks'][keyof HealthDetails['checks']],
  now: string,
): PartView {
  const { since, latency_ms, age_ms, last_error, state } = check;
  const { reason } = split(check.status);
  const ago = (at: string) => Math.max(0, Math.round((Date.parse(now) - Date.parse(at)) / 1_000));
  return {
    name,
    status: state === 'up' || state === 'down' ? STATUS[state] : state,
    ...{ reason, since, for_seconds: ago(since), latency_ms, age_ms },
    last_error: last_error && { ...last_error, ago_seconds: ago(last_error.at) },
  };
}

function split(word: string): { status: string; reason: string | null } {
  const at = word.indexOf(': ');
  return at < 0 ? { status: word, reason: null } : { status: word.slice(0, at), reason: word.slice(at + 2) };
}
