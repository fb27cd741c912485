import { ConfigError, nearest } from '@neuratrade/service-kit';
import type { ConfiguredExchange } from '../configured/exchange.js';
import type { ProbedExchange } from '../connectivity/failure.js';
import { KNOWN_EXCHANGES } from './client.js';
import { createProbedExchange, type ProbeOptions } from './probe.js';

export { KNOWN_EXCHANGES };

/** @throws {ConfigError} naming each exchange, active or not, that ccxt does not know */
export function refuseUnknown(configured: readonly ConfiguredExchange[]): void {
  const unknown = configured.filter(({ name }) => !KNOWN_EXCHANGES.includes(name));
  if (unknown.length > 0) throw new ConfigError(unknown.map(({ name }) => refusal(name)));
}

/**
 * Makes every active exchange askable.
 *
 * @throws {ConfigError} as {@link refuseUnknown}
 */
export function openExchanges(
  configured: readonly ConfiguredExchange[],
  options: ProbeOptions,
): ProbedExchange[] {
  refuseUnknown(configured);
  return configured
    .filter(({ enabled }) => enabled)
    .map((exchange) => createProbedExchange(exchange, options));
}

function refusal(name: string): string {
  const near = nearest(name, KNOWN_EXCHANGES);
  const hint = near === undefined ? 'ccxt knows none of that name.' : `did you mean ${near}?`;
  return `There is no exchange ${name}: ${hint} Correct EXCHANGES or exchanges.json.`;
}
