import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@neuratrade/service-kit';
import type { ExchangeFailure } from '../../connectivity/failure.js';
import { classifyError } from '../classify.js';
import { type Pause, pauseAfter } from '../pause.js';
import { type Answer, type Call, LONGEST_ANSWER_BYTES, type Transport } from '../transport.js';
import type { Attempt, Breaker } from './breaker.js';
import type { Lane, Lanes } from './lanes.js';
import { busy, MarketError, marketError } from './market-error.js';
import { createSlots } from './slots.js';
import { unexpected } from './unexpected.js';
import type { Usage } from './usage.js';
import { isJson, isRefusal, verdictOn } from './verdict.js';

/** So many bulk requests are under way at most, so that connections are left for quotes. */
const BULK_AT_ONCE = 2;
/** How long an exchange is left alone that asks for it and does not say for how long. */
const USUAL_PAUSE_MS = 15_000;
const RETRY_AFTER_MS = { least: 50, most: 250 };

export interface CallerOptions {
  readonly exchange: string;
  readonly timeoutMs: number;
  readonly transport: Transport;
  readonly lanes: Lanes;
  readonly breaker: Breaker;
  readonly pause: Pause;
  readonly usage: Usage;
  readonly logger: Logger;
}

/** Something to ask an exchange. `read` checks what ccxt made of the answer, and throws when it is none. */
interface Question<R, T> {
  readonly lane: Lane;
  readonly signal: AbortSignal;
  /** What its one request costs, where ccxt does not know. */
  readonly cost?: number | undefined;
  readonly ask: () => Promise<R>;
  readonly read: (value: R, answer: Answer | undefined) => T;
}

/** Sends requests to one exchange as it wants to be asked. */
export interface Caller {
  /** Takes the place of a ccxt instance's own throttle. */
  throttle(cost: number | undefined): Promise<void>;
  /** For ccxt's `fetchImplementation`. */
  readonly fetch: Transport['fetch'];
  /** Asks, and once more after a failure of the network or a bad answer. @throws {MarketError} */
  ask<R, T>(question: Question<R, T>): Promise<T>;
}

interface Sending {
  readonly cost: number | undefined;
  readonly lane: Lane;
  readonly signal: AbortSignal;
  readonly attempt: Attempt;
}

export function createCaller(options: CallerOptions): Caller {
  const { exchange, timeoutMs, transport, lanes, breaker, pause, usage, logger } = options;
  const sendings = new AsyncLocalStorage<Sending>();
  const bulk = createSlots(BULK_AT_ONCE);

  const paused = () => busy('paused', `${exchange} asked for a pause`, pause.leftMs());
  const opened = () => busy('left alone', `${exchange} only failed and is left alone`, breaker.closedInMs());
  const waitedTooLong = () => busy('queue timeout', `Too many requests wait for ${exchange}`, 1_000);

  const begin = (): Attempt => {
    if (pause.leftMs() > 0) throw paused();
    const attempt = breaker.begin();
    if (attempt === undefined) throw opened();
    return attempt;
  };

  async function askOnce<R, T>(question: Question<R, T>, attempt: Attempt): Promise<T> {
    const { lane, signal, cost, ask, read } = question;
    const call: Call = { signal, maxBytes: LONGEST_ANSWER_BYTES };
    try {
      const value = await transport.during(call, () => sendings.run({ lane, signal, cost, attempt }, ask));
      if (!isJson(call.last?.body)) throw unexpected('no JSON');
      if (lane === 'bulk') await immediate();
      const told = read(value, call.last);
      if (lane === 'bulk') await immediate();
      attempt.end('answered');
      return told;
    } catch (error) {
      if (error instanceof MarketError) {
        attempt.end('other');
        throw error;
      }
      const failure = classifyError(error, call.last?.status);
      attempt.end(verdictOn(failure, call.last));
      throw new Failed(failure, call.last);
    }
  }

  const pauseFor = ({ failure, answer }: Failed): number => {
    const usual = failure.errorClass === 'maintenance' ? USUAL_PAUSE_MS : undefined;
    const ms = pauseAfter(failure, answer, USUAL_PAUSE_MS) ?? usual;
    if (ms === undefined) return 0;
    pause.extend(ms);
    return ms;
  };

  /** Undefined when it is worth another try. */
  const judge = (failed: Failed): MarketError | undefined => {
    const { failure, answer } = failed;
    const { errorClass, reason, cause } = failure;
    const told = cause instanceof Error ? cause.message.split('\n')[0] : undefined;
    logger.debug('Exchange request failed', { exchange, class: errorClass, reason, error: told });
    const pausedMs = pauseFor(failed);
    const again = pausedMs === 0 && (errorClass === 'network' || errorClass === 'bad_response');
    if (again && !isRefusal(answer)) return undefined;
    return marketError(exchange, failure, { timeoutMs, pausedMs });
  };

  async function askTwice<R, T>(question: Question<R, T>): Promise<T> {
    try {
      return await askOnce(question, begin());
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const final = judge(error);
      if (final !== undefined) throw final;
      const told = marketError(exchange, error.failure, { timeoutMs, pausedMs: 0 });
      await jitter(question.signal).catch(() => {
        throw told;
      });
      if (pause.leftMs() > 0) throw told;
      const attempt = breaker.begin();
      if (attempt === undefined) throw told;
      return askOnce(question, attempt).catch((second: unknown) => {
        if (!(second instanceof Failed)) throw second;
        throw judge(second) ?? marketError(exchange, second.failure, { timeoutMs, pausedMs: 0 });
      });
    }
  }

  return {
    async throttle(cost = 1) {
      const sending = sendings.getStore();
      await lanes.enter(sending?.lane ?? 'bulk', sending?.cost ?? cost, sending?.signal).catch(() => {
        throw waitedTooLong();
      });
      if (pause.leftMs() > 0) throw paused();
      if (sending?.attempt.trial === false && breaker.closedInMs() > 0) throw opened();
    },
    async fetch(url, params) {
      const response = await transport.fetch(url, params);
      usage.observe(url, response.headers, await response.text());
      return response;
    },
    async ask(question) {
      if (question.lane === 'quotes') return askTwice(question);
      const release = await bulk.take(question.signal).catch(() => {
        throw waitedTooLong();
      });
      return askTwice(question).finally(release);
    },
  };
}

class Failed extends Error {
  constructor(
    readonly failure: ExchangeFailure,
    readonly answer: Answer | undefined,
  ) {
    super(failure.message);
  }
}

function jitter(signal: AbortSignal): Promise<void> {
  const { least, most } = RETRY_AFTER_MS;
  return sleep(least + Math.random() * (most - least), undefined, { signal });
}
