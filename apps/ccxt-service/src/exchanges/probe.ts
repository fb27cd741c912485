import { formatTimestamp } from '@neuratrade/health-contracts';
import type { AwakeClock } from '@neuratrade/service-kit';
import { SIMULATOR } from '../configured/exchange.js';
import { ExchangeFailure, type ExchangeSample, type ProbedExchange } from '../connectivity/failure.js';
import { questionFor } from './ask.js';
import { classifyError } from './classify.js';
import { type ClientOptions, createClient } from './client.js';
import { createPause, type Pause, pauseAfter } from './pause.js';
import { type Answer, type Call, createTransport } from './transport.js';

export interface ProbeOptions extends Omit<ClientOptions, 'fetch'> {
  readonly intervalMs: number;
  /** A pause that is longer than this is told with its end. */
  readonly staleAfterMs: number;
  /** What the ends of pauses are told on. */
  readonly clock: AwakeClock;
  /** Shared with all who ask this exchange; unset: its own. */
  readonly pause?: Pause;
}

interface Told {
  readonly time: number | null;
  readonly answer: Answer | undefined;
}

/** Makes one exchange askable through a ccxt instance of its own, which has no key. */
export function createProbedExchange(name: string, options: ProbeOptions): ProbedExchange {
  const { intervalMs, staleAfterMs, timeoutMs, clock } = options;
  const transport = createTransport();
  const client = createClient({ name }, { ...options, fetch: transport.fetch });
  const { ask, maxBytes } = questionFor(client);
  const pause = options.pause ?? createPause(clock);

  const pauseFor = (ms: number, failure: ExchangeFailure): ExchangeFailure => {
    pause.extend(ms);
    if (ms <= staleAfterMs) return failure;
    const end = formatTimestamp(new Date(Date.now() + ms));
    return new ExchangeFailure(failure.errorClass, `${failure.reason} until ${end}`, {
      cause: failure.cause,
    });
  };

  const askOnce = async (signal: AbortSignal): Promise<Told> => {
    const call: Call = { signal, maxBytes };
    try {
      const time = await transport.during(call, () => ask(client));
      return { time, answer: call.last };
    } catch (error) {
      const failure = classifyError(error, call.last?.status);
      const pauseMs = pauseAfter(failure, call.last, intervalMs);
      throw pauseMs === undefined ? failure : pauseFor(pauseMs, failure);
    }
  };

  /** Asks once more for the sake of the measurement alone: of its failures only a wish for a long pause counts. */
  const askAgain = async (signal: AbortSignal, withinMs: number): Promise<Told | undefined> => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
    const late = new Promise<undefined>((resolve) => {
      limit.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const again = askOnce(limit).catch((error: unknown) => {
      if (pause.leftMs() > staleAfterMs) throw error;
      return undefined;
    });
    return Promise.race([again, late]);
  };

  return {
    name,
    simulator: name === SIMULATOR,
    pausedUntil: pause.until,
    close: transport.close,
    async probe(signal) {
      const began = clock.now();
      const told = await askOnce(signal);
      if (told.time === null || !isWorthAnother(told.answer)) return sampleOf(told);
      const leftMs = Math.floor(timeoutMs - (clock.now() - began));
      const again = leftMs > 0 ? await askAgain(signal, leftMs) : undefined;
      return sampleOf(again ?? told);
    },
  };
}

/** The answer came over a new connection, which another request can use. */
function isWorthAnother(answer: Answer | undefined): boolean {
  return answer !== undefined && !answer.reused && !/\bclose\b/i.test(answer.headers.connection ?? '');
}

/**
 * On a connection that is open on all its way, an answer's time was told half a round trip before it came.
 * Of a new connection, part of which may still have been made, that cannot be said.
 */
function sampleOf({ time, answer }: Told): ExchangeSample {
  if (answer === undefined) return { latencyMs: null, clockOffsetMs: null };
  const { latencyMs, arrivedAt, reused } = answer;
  return {
    latencyMs,
    clockOffsetMs: time === null || !reused ? null : Math.round(time + latencyMs / 2 - arrivedAt),
  };
}
