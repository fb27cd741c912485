import type { ExchangeStates, RegisteredExchange, SyncJob } from '@neuratrade/api-contracts';
import type { ExchangeProbe } from '@neuratrade/health-contracts';

type State = ExchangeStates['exchanges'][number];
type Probe = Pick<ExchangeProbe, 'status' | 'simulator' | 'latency_ms' | 'error'>;

/** How exchanges answer, by name; or why that is not known. */
export type Seen =
  | { readonly probes: ReadonlyMap<string, Probe>; readonly problem: null }
  | { readonly problem: string };

const SIMULATOR = 'simulator';

/** How one exchange of an account answers; `jobs` are those that read it, whose trouble is not its own while nothing is known of it. */
export function stateOf(
  { name, enabled, has_auth }: RegisteredExchange,
  seen: Seen,
  jobs: readonly SyncJob[],
): State {
  const known = 'probes' in seen ? seen.probes.get(name) : undefined;
  const probe = enabled ? known : undefined;
  const isRead = enabled && has_auth && seen.problem === null;
  return {
    ...{ name, enabled, has_auth },
    simulator: known?.simulator ?? name === SIMULATOR,
    reachable: probe === undefined || probe.status === 'unknown' ? null : probe.status === 'up',
    latency_ms: probe?.latency_ms ?? null,
    error: probe?.error?.reason ?? (isRead ? troubleOf(jobs) : null),
    last_sync: has_auth ? lastOf(jobs) : null,
  };
}

function troubleOf(jobs: readonly SyncJob[]): string | null {
  return jobs.find(({ state }) => state === 'failing')?.error ?? null;
}

function lastOf(jobs: readonly SyncJob[]): string | null {
  const times = jobs
    .filter(({ kind }) => kind === 'trades' || kind === 'balances')
    .flatMap(({ last_success }) => last_success ?? []);
  return times.sort().at(-1) ?? null;
}
