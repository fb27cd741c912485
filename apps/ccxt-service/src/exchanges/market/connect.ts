import { performance } from 'node:perf_hooks';
import type { AwakeClock, Logger } from '@neuratrade/service-kit';
import { createClient } from '../client.js';
import { createPause, type Pause } from '../pause.js';
import { createTransport } from '../transport.js';
import { createBreaker } from './breaker.js';
import { createCaller } from './caller.js';
import { createMarketClient } from './client.js';
import type { MarketContext } from './context.js';
import { createGate, type Gate } from './gate.js';
import { createLanes } from './lanes.js';
import { createSession } from './session.js';
import { createUsage } from './usage.js';

const BREAKER = { failures: 5, openMs: 2_000, longestMs: 60_000 };

export interface ConnectOptions {
  readonly simulatorUrl: string | undefined;
  /** How long an answer may take, the time in the queue included. */
  readonly timeoutMs: number;
  /** So many requests may be under way or wait, in each lane. */
  readonly queue: number;
  readonly clock: AwakeClock;
  readonly logger: Logger;
  /** The pauses of this exchange, shared with whatever else asks it. */
  readonly pause?: Pause;
}

/** The one way to an exchange, for public data and for that of every account: one rate limit, one breaker, one queue. */
export interface Connection extends MarketContext {
  readonly gate: Gate;
  /** Lets go of what is held for the future; requests that are under way are finished. */
  close(): void;
}

/** Nothing is asked before someone wants to know. */
export function connect(name: string, options: ConnectOptions): Connection {
  const { timeoutMs, queue, clock, logger, pause = createPause(clock) } = options;
  const now = () => performance.now();
  const transport = createTransport();
  const {
    has,
    timeframes,
    rateLimit = 1_000,
  } = createClient({ name }, { ...options, fetch: transport.fetch });
  const caller = createCaller({
    exchange: name,
    timeoutMs,
    transport,
    lanes: createLanes({ msPerCost: Math.max(1, rateLimit) }),
    breaker: createBreaker({ ...BREAKER, now }),
    pause,
    usage: createUsage(name, logger, now),
    logger,
  });
  const newClient = () => createMarketClient({ name }, caller, options);
  const gate = createGate({ exchange: name, most: queue, timeoutMs, logger, now });
  return {
    exchange: name,
    has,
    timeframes: Object.keys(timeframes ?? {}),
    caller,
    session: createSession({ exchange: name, caller, newClient, timeoutMs, now }),
    gate,
    close: () => void gate.idle().then(transport.close),
  };
}
