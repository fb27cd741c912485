import {
  type AwakeClock,
  type Logger,
  type Snapshot,
  type Transition,
  type Watch,
  watch,
} from '@neuratrade/service-kit';
import { ExchangeFailure, type ExchangeSample, type ProbedExchange } from './failure.js';
import { createRetries } from './retries.js';

/** How much later than the exchange's own timeout a check is given up from outside. */
const GRACE_MS = 250;
/** The second checks are spread over this time, and the distance stays, so that exchanges are not asked in step. */
const SPREAD_MS = 300;

/** What is known about one exchange. */
export interface MonitoredExchange {
  readonly name: string;
  readonly simulator: boolean;
  readonly snapshot: Snapshot<ExchangeSample>;
  /** When, on the awake clock, the latest pause ends or ended that it asked for. */
  readonly pausedUntil: number;
}

export interface MonitorOptions {
  readonly exchanges: readonly ProbedExchange[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** A failure that cannot be confirmed within this time, because the exchange asked for a longer pause, counts at once. */
  readonly staleAfterMs: number;
  readonly clock: AwakeClock;
  readonly logger: Logger;
}

export interface Monitor {
  exchanges(): MonitoredExchange[];
  /** Watches exactly these from now on. Those that it watches already go on as they are; those that go are closed. */
  set(exchanges: readonly ProbedExchange[]): void;
  stop(): void;
}

interface Watched {
  readonly exchange: ProbedExchange;
  readonly watch: Watch<ExchangeSample>;
  /** Ends the watch, and closes the exchange after the check that is under way. */
  end(): void;
}

/** Checks every exchange in the background, each at its own pace, and logs when one goes down or comes back. */
export function startMonitor(options: MonitorOptions): Monitor {
  let watches: Watched[] = [];
  const set = (exchanges: readonly ProbedExchange[]): void => {
    const before = watches;
    watches = exchanges.map(
      (exchange, index) =>
        before.find((watched) => watched.exchange === exchange) ??
        watchExchange(exchange, (SPREAD_MS * index) / exchanges.length, options),
    );
    for (const watched of before) if (!watches.includes(watched)) watched.end();
  };
  set(options.exchanges);
  return {
    exchanges: () =>
      watches.map(({ exchange: { name, simulator, pausedUntil }, watch: { snapshot } }) => ({
        name,
        simulator,
        snapshot: snapshot(),
        pausedUntil: pausedUntil(),
      })),
    set,
    stop: () => set([]),
  };
}

function watchExchange(exchange: ProbedExchange, phaseMs: number, options: MonitorOptions): Watched {
  const { intervalMs, timeoutMs, staleAfterMs, clock, logger } = options;
  let ended = false;
  const retries = createRetries(intervalMs, () => watched.trigger());
  const check = async (signal: AbortSignal) => {
    try {
      const sample = await exchange.probe(signal);
      retries.succeeded();
      return sample;
    } catch (error) {
      logger.debug('Exchange check failed', { exchange: exchange.name, ...failureFields(error) });
      retries.failed();
      throw error;
    }
  };
  const watched: Watch<ExchangeSample> = watch({
    check,
    clock,
    intervalMs,
    timeoutMs: timeoutMs + GRACE_MS,
    phaseMs,
    pause: { leftMs: () => exchange.pausedUntil() - clock.now(), patienceMs: staleAfterMs },
    onTransition: (transition) => {
      if (!ended) logTransition(logger, exchange.name, transition);
    },
  });
  return {
    exchange,
    watch: watched,
    end() {
      ended = true;
      retries.stop();
      void watched.stop().finally(exchange.close);
    },
  };
}

function failureFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof ExchangeFailure)) return { error: String(error) };
  const cause = error.cause instanceof Error ? { error: error.cause.message.split('\n')[0] } : {};
  return { class: error.errorClass, reason: error.reason, ...cause };
}

function logTransition(logger: Logger, exchange: string, { from, to, reason, lastedMs }: Transition): void {
  if (to === 'down') logger.warn('Exchange down', { exchange, reason });
  else if (from === 'down') {
    logger.info('Exchange recovered', { exchange, down_seconds: Math.round(lastedMs / 1_000) });
  } else logger.info('Exchange connected', { exchange });
}
