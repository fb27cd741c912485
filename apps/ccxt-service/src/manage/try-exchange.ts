import type { ExchangeTest } from '@neuratrade/api-contracts';
import { type AwakeClock, runProbe } from '@neuratrade/service-kit';
import type { ConfiguredExchange } from '../configured/exchange.js';
import { ExchangeFailure } from '../connectivity/failure.js';
import type { ExchangeEngine } from './engine.js';

const GRACE_MS = 250;

export interface TryOptions {
  readonly engine: Pick<ExchangeEngine, 'openProbe' | 'verifyKey'>;
  readonly clock: AwakeClock;
  readonly timeoutMs: number;
}

type Reach = Pick<ExchangeTest, 'reachable' | 'latency_ms' | 'clock_offset_ms' | 'error'>;

/** Asks an exchange now whether it answers, and whether it accepts the key that is configured. */
export async function tryExchange(exchange: ConfiguredExchange, options: TryOptions): Promise<ExchangeTest> {
  const { name, account } = exchange;
  const [reach, key] = await Promise.all([reachOf(name, options), keyOf(exchange, options)]);
  return { name, account, ...reach, key };
}

/** Asks through a client of its own, so that nothing that happens to the exchange meanwhile disturbs it. */
async function reachOf(name: string, { engine, timeoutMs, clock }: TryOptions): Promise<Reach> {
  const probe = engine.openProbe(name);
  try {
    const pauseMs = probe.pausedUntil() - clock.now();
    if (pauseMs > 0) return unreachable(`rate limited, to be asked again in ${Math.ceil(pauseMs / 1_000)}s`);
    const outcome = await runProbe(probe.probe, { timeoutMs: timeoutMs + GRACE_MS, clock });
    if (!outcome.ok) return unreachable(outcome.reason);
    const { latencyMs, clockOffsetMs } = outcome.value;
    const latency_ms = latencyMs === null ? null : Math.round(latencyMs * 10) / 10;
    return { reachable: true, latency_ms, clock_offset_ms: clockOffsetMs, error: null };
  } finally {
    probe.close();
  }
}

function unreachable(error: string): Reach {
  return { reachable: false, latency_ms: null, clock_offset_ms: null, error };
}

async function keyOf(
  { name, credentials }: ConfiguredExchange,
  { engine }: TryOptions,
): Promise<ExchangeTest['key']> {
  if (credentials === undefined) return null;
  try {
    const verdict = await engine.verifyKey(name, credentials);
    return verdict.accepted
      ? { accepted: true, permissions: verdict.permissions, error: null }
      : { accepted: false, permissions: null, error: verdict.reason };
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    return { accepted: null, permissions: null, error: error.reason };
  }
}
