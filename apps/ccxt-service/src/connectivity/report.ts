import {
  type CcxtHealth,
  type ConnectivityWord,
  type ExchangeConnectivity,
  type ExchangeProbe,
  formatTimestamp,
} from '@neuratrade/health-contracts';
import { ExchangeFailure } from './failure.js';
import type { MonitoredExchange } from './monitor.js';

/** When to judge: `awake` on the awake clock, whose older snapshots than `staleAfterMs` count as down, and the wall time. */
export interface Judgement {
  readonly awake: number;
  readonly staleAfterMs: number;
  readonly now: Date;
}

/** What a check may take beyond its interval and timeout without being called stuck. */
const SLACK_MS = 1_000;

/** How old, in awake milliseconds, a snapshot may become before it says nothing any more. */
export function staleAfter(intervalMs: number, timeoutMs: number): number {
  return Math.max(3 * intervalMs, intervalMs + timeoutMs + SLACK_MS);
}

/** One exchange in the words of the contract. While it wants to be left alone, and for the time after, its check does not grow old. */
export function describeExchange(exchange: MonitoredExchange, judgement: Judgement): ExchangeProbe {
  const { name, simulator, snapshot } = exchange;
  const age = judgement.awake - Math.max(snapshot.checkedAt, exchange.pausedUntil);
  const stale = age > judgement.staleAfterMs;
  const status = stale ? 'down' : snapshot.state === 'unchecked' ? 'unknown' : snapshot.state;
  const sample = status === 'up' ? snapshot.lastSuccess?.value : undefined;
  return {
    name,
    status,
    simulator,
    latency_ms: sample?.latencyMs == null ? null : Math.round(sample.latencyMs * 10) / 10,
    clock_offset_ms: sample?.clockOffsetMs ?? null,
    consecutive_failures: snapshot.consecutiveFailures,
    void_checks: snapshot.voidChecks,
    last_success_at: timestampOf(snapshot.lastSuccess?.at),
    checked_at: timestampOf(snapshot.checkedDate),
    error: stale
      ? { class: 'unknown', reason: `no fresh check for ${Math.round(age / 1_000)}s` }
      : status === 'down'
        ? errorOf(snapshot.lastFailure)
        : null,
  };
}

function timestampOf(date: Date | null | undefined): string | null {
  return date ? formatTimestamp(date) : null;
}

function errorOf(failure: MonitoredExchange['snapshot']['lastFailure']): ExchangeProbe['error'] {
  if (failure === null) return { class: 'unknown', reason: 'check failed' };
  const { error, reason } = failure;
  return { class: error instanceof ExchangeFailure ? error.errorClass : 'timeout', reason };
}

/** The word for all exchanges together: all answer, some do, or none does. */
export function connectivityWord(exchanges: readonly Pick<ExchangeProbe, 'status'>[]): ConnectivityWord {
  const answering = exchanges.filter(({ status }) => status === 'up').length;
  if (answering === 0) return 'down';
  return answering === exchanges.length ? 'operational' : 'degraded';
}

const STATUS = { operational: 'healthy', degraded: 'degraded', down: 'unhealthy' } as const;

/** What is judged: every active exchange, the word for them together, and why the latest change of the configuration was not taken over, if so. */
export interface Judged<T> {
  readonly exchanges: readonly T[];
  readonly word: ConnectivityWord;
  readonly configurationProblem: string | null;
}

/** The body of `/health`; `unhealthy` when no exchange answers or none is active, at best `degraded` with a configuration problem. */
export function healthBody(
  { exchanges, word, configurationProblem }: Judged<Pick<ExchangeProbe, 'status'>>,
  version: string,
  now: Date,
): CcxtHealth {
  const status = STATUS[word];
  return {
    status: status === 'healthy' && configurationProblem !== null ? 'degraded' : status,
    timestamp: formatTimestamp(now),
    service: 'ccxt-service',
    version,
    exchanges_count: exchanges.length,
    exchange_connectivity: word,
  };
}

/** The body of `/api/v1/exchanges/connectivity`. */
export function connectivityBody(
  { exchanges, word, configurationProblem }: Judged<ExchangeProbe>,
  now: Date,
): ExchangeConnectivity {
  return {
    exchange_connectivity: word,
    exchanges: [...exchanges],
    configuration_problem: configurationProblem,
    timestamp: formatTimestamp(now),
  };
}
