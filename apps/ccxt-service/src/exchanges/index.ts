import { ConfigError, nearest } from '@neuratrade/service-kit';
import type { ConfiguredExchange } from '../configured/exchange.js';
import type { ExchangeData, ExchangeEngine } from '../manage/engine.js';
import { KNOWN_EXCHANGES } from './client.js';
import { keyParts } from './keys/parts.js';
import { verifyKey } from './keys/verify.js';
import { createPause, type Pause } from './pause.js';
import { createProbedExchange, type ProbeOptions } from './probe.js';

export { openExchangeData } from './open.js';
export { KNOWN_EXCHANGES };

/** @throws {ConfigError} naming each exchange, active or not, that ccxt does not know */
export function refuseUnknown(configured: readonly ConfiguredExchange[]): void {
  const unknown = configured.filter(({ name }) => !KNOWN_EXCHANGES.includes(name));
  if (unknown.length > 0) throw new ConfigError(unknown.map(({ name }) => refusal(name)));
}

export interface EngineOptions extends Omit<ProbeOptions, 'pause'> {
  readonly openData: (name: string, pause: Pause) => ExchangeData;
}

/** What can be done with exchanges, through ccxt. All who ask one exchange leave it alone when it asks one of them to. */
export function createEngine(options: EngineOptions): ExchangeEngine {
  const { timeoutMs, simulatorUrl, intervalMs: usualPauseMs, clock } = options;
  const pauses = new Map<string, Pause>();
  const pauseOf = (name: string): Pause => {
    const pause = pauses.get(name) ?? createPause(clock);
    pauses.set(name, pause);
    return pause;
  };
  return {
    known: KNOWN_EXCHANGES,
    refuseUnknown,
    openProbe: (name) => createProbedExchange(name, { ...options, pause: pauseOf(name) }),
    openData: (name) => options.openData(name, pauseOf(name)),
    keyParts,
    verifyKey: (name, credentials) =>
      verifyKey(name, credentials, { timeoutMs, simulatorUrl, usualPauseMs, pause: pauseOf(name) }),
  };
}

function refusal(name: string): string {
  const near = nearest(name, KNOWN_EXCHANGES);
  const hint = near === undefined ? 'ccxt knows none of that name.' : `did you mean ${near}?`;
  return `There is no exchange ${name}: ${hint} Correct EXCHANGES or exchanges.json.`;
}
