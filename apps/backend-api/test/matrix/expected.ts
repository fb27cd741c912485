import type { ServiceName } from '@neuratrade/health-contracts';
import { EXCHANGE_CONFIRM_MS, SCALE } from './scale.js';

export const PARTS = ['database', 'redis', 'ccxt', 'telegram', 'exchange'] as const;
export type PartName = (typeof PARTS)[number];

export const FAULTS = [
  'refused',
  'connection reset',
  'hanging',
  'black hole',
  'slow 900 ms',
  'slow 5 s',
  'html body',
  'empty body',
  'truncated JSON',
  '200 of another service',
  'kill -9',
  'down at boot',
  'flapping every 2 s',
  'flapping unconfirmed',
] as const;
export type FaultName = (typeof FAULTS)[number];

const HEALTHY = null;
const at = (cause: string) => `connection failed: {host}: ${cause}`;
const everywhere = (cause: string) => ({
  database: cause,
  redis: cause,
  ccxt: at(cause),
  telegram: at(cause),
});

/**
 * Why each part is unhealthy under each fault; null where it must stay healthy. `{host}` is the address that the backend
 * was given. The word for an exchange is the one of ccxt-service, after the class of its error.
 */
const REASONS: Readonly<Record<FaultName, Readonly<Record<PartName, string | null>>>> = {
  refused: { ...everywhere('connection refused'), exchange: 'network: connection refused' },
  'connection reset': { ...everywhere('connection reset'), exchange: 'network: connection reset' },
  hanging: { ...everywhere('connection timeout'), exchange: 'timeout: connection timeout' },
  'black hole': { ...everywhere('connection timeout'), exchange: 'timeout: connection timeout' },
  'slow 900 ms': {
    database: HEALTHY,
    redis: HEALTHY,
    ccxt: HEALTHY,
    telegram: HEALTHY,
    exchange: HEALTHY,
  },
  'slow 5 s': { ...everywhere('connection timeout'), exchange: 'timeout: connection timeout' },
  'html body': {
    database: 'unexpected answer',
    redis: 'unexpected answer',
    ccxt: 'unexpected answer',
    telegram: 'unexpected answer',
    exchange: 'bad_response: unexpected answer',
  },
  'empty body': {
    database: 'connection reset',
    redis: 'connection reset',
    ccxt: 'unexpected answer',
    telegram: 'unexpected answer',
    exchange: 'bad_response: unexpected answer',
  },
  'truncated JSON': {
    database: 'connection reset',
    redis: 'connection reset',
    ccxt: 'unexpected answer',
    telegram: 'unexpected answer',
    exchange: 'bad_response: unexpected answer',
  },
  '200 of another service': {
    database: 'connection timeout',
    redis: 'connection reset',
    ccxt: 'unexpected answer',
    telegram: 'unexpected answer',
    exchange: 'bad_response: unexpected answer',
  },
  'kill -9': { ...everywhere('connection refused'), exchange: 'network: connection refused' },
  'down at boot': { ...everywhere('connection refused'), exchange: 'network: connection refused' },
  'flapping every 2 s': { ...everywhere('connection refused'), exchange: 'network: connection refused' },
  'flapping unconfirmed': {
    database: HEALTHY,
    redis: HEALTHY,
    ccxt: HEALTHY,
    telegram: HEALTHY,
    exchange: HEALTHY,
  },
};

const READY = { database: 'ready', redis: 'ready', ccxt: 'ready' };

/** What a part that is down means for the backend's answers. */
const CONSEQUENCES: Readonly<
  Record<ServiceName, { readonly health: number; readonly ready: number; readonly words: object }>
> = {
  database: { health: 503, ready: 503, words: { database: 'not ready' } },
  redis: { health: 200, ready: 503, words: { redis: 'not ready' } },
  ccxt: { health: 200, ready: 200, words: { ccxt: 'degraded' } },
  telegram: { health: 200, ready: 200, words: {} },
};

/** Everything that the backend, and for an exchange ccxt-service, must answer. */
export interface Answers {
  readonly health: { code: number; status: string; services: Record<ServiceName, string> };
  readonly ready: { code: number; body: { ready: boolean; services: object } };
  readonly live: number;
  /** `status` and `state` of every part. */
  readonly checks: Record<ServiceName, { status: string; state: string }>;
  readonly ccxt: { code: number; status: string; connectivity: string; error: string | null };
}

const SERVICES: readonly ServiceName[] = ['database', 'redis', 'ccxt', 'telegram'];

function answers(down: ServiceName | null, reason: string, exchangeError: string | null): Answers {
  const means = down === null ? { health: 200, ready: 200, words: {} } : CONSEQUENCES[down];
  const words = (of: (name: ServiceName) => unknown) =>
    Object.fromEntries(SERVICES.map((name) => [name, of(name)]));
  const status = (name: ServiceName) => (name === down ? `unhealthy: ${reason}` : 'healthy');
  return {
    health: {
      code: means.health,
      status: down === null ? 'healthy' : 'degraded',
      services: words(status) as Answers['health']['services'],
    },
    ready: {
      code: means.ready,
      body: { ready: means.ready === 200, services: { ...READY, ...means.words } },
    },
    live: 200,
    checks: words((name) => ({
      status: status(name),
      state: name === down ? 'down' : 'up',
    })) as Answers['checks'],
    ccxt:
      exchangeError === null
        ? { code: 200, status: 'healthy', connectivity: 'operational', error: null }
        : { code: 503, status: 'unhealthy', connectivity: 'down', error: exchangeError },
  };
}

export const ALL_WELL: Answers = answers(null, '', null);

/** What one cell of the matrix must show; `down` is null where everything stays healthy. */
export interface Expected {
  readonly down: { readonly service: ServiceName; readonly reason: string } | null;
  readonly answers: Answers;
  readonly showsWithinMs: number;
  readonly returnsWithinMs: number;
}

export function expectedOf(part: PartName, fault: FaultName, host: string): Expected {
  const reason = REASONS[fault][part]?.replace('{host}', host) ?? null;
  /** Nobody answers, so that a check takes its whole timeout to fail. */
  const silent = reason?.includes('connection timeout') ?? false;
  const { intervalMs, timeoutMs, confirmMs, exchangeIntervalMs, exchangeTimeoutMs, marginMs } = SCALE;
  const seen = intervalMs + confirmMs + marginMs;
  const service = part === 'exchange' ? 'ccxt' : part;
  const told = part === 'exchange' ? 'no exchange answers' : (reason ?? '');
  const checkMs = part === 'exchange' ? exchangeTimeoutMs : timeoutMs;
  const ofExchange = part === 'exchange' ? exchangeIntervalMs + EXCHANGE_CONFIRM_MS : 0;
  return {
    down: reason === null ? null : { service, reason: told },
    answers: reason === null ? ALL_WELL : answers(service, told, part === 'exchange' ? reason : null),
    showsWithinMs: seen + (silent ? 2 * checkMs : 0) + ofExchange,
    returnsWithinMs:
      2 * intervalMs + (silent ? checkMs : 0) + marginMs + (part === 'exchange' ? exchangeIntervalMs : 0),
  };
}
