import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '@neuratrade/service-kit';
import { type ConfiguredExchange, labelOf } from '../configured/exchange.js';
import { type Redaction, secretsIn } from '../configured/redaction.js';
import type { Configuration } from '../configured/source.js';
import type { Running } from './running.js';

/** What is configured and in force. */
export interface ConfiguredState {
  configuration(): Configuration;
  /** Changes with the configuration, keys included, and tells nothing of them. */
  revision(): string;
  /** Why the latest change was not taken over. */
  problem(): string | null;
  /** Brings a configuration without problems into force. */
  take(next: Configuration): void;
  /** Keeps the configuration that is in force, and says why. */
  refuse(problem: string): void;
}

export interface StateOptions {
  readonly first: Configuration;
  readonly running: Pick<Running, 'set'>;
  readonly redaction: Redaction;
  readonly logger: Logger;
}

/** The names of the exchanges that any account has enabled, each once. */
export function activeNames(exchanges: readonly ConfiguredExchange[]): string[] {
  return [...new Set(exchanges.filter(({ enabled }) => enabled).map(({ name }) => name))];
}

export function createState({ first, running, redaction, logger }: StateOptions): ConfiguredState {
  let current = first;
  let keys = randomUUID();
  let revision = '';
  let problem: string | null = null;

  const enforce = (next: Configuration): void => {
    current = next;
    revision = revisionOf(next, keys);
    running.set(activeNames(next.exchanges));
    if (!next.exchanges.some(({ enabled }) => enabled)) {
      logger.warn('No active exchange', {
        remedy: 'add one with neuratrade exchanges add, or set SIMULATOR_URL to try without one',
      });
    }
  };
  enforce(first);
  return {
    configuration: () => current,
    revision: () => revision,
    problem: () => problem,
    take(next) {
      if (problem !== null) logger.info('Exchanges file mended');
      problem = null;
      if (isDeepStrictEqual(next, current)) return;
      redaction.learn(next.exchanges.flatMap(({ credentials }) => secretsIn(credentials)));
      if (!isDeepStrictEqual(keysOf(next), keysOf(current))) keys = randomUUID();
      logger.info('Exchanges changed', { ...differences(current, next), managed_by: next.managedBy });
      enforce(next);
    },
    refuse(why) {
      if (problem === why) return;
      problem = why;
      logger.warn('Exchanges file not taken over', {
        error: why,
        remedy: 'mend exchanges.json; until then the exchanges before that change stay in force',
      });
    },
  };
}

function keysOf({ exchanges }: Configuration): unknown {
  return exchanges.map((exchange) => [labelOf(exchange), exchange.credentials]);
}

/** No part of it can be derived from a key: a change of keys shows only in `keys`, which is random. */
function revisionOf({ exchanges, managedBy }: Configuration, keys: string): string {
  const listed = exchanges.map(({ name, account, enabled, credentials }) => [
    name,
    account,
    enabled,
    credentials !== undefined,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([managedBy, listed, keys]))
    .digest('hex')
    .slice(0, 32);
}

function differences(before: Configuration, after: Configuration): Record<string, string[]> {
  const has = ({ exchanges }: Configuration) => {
    const byLabel = new Map(exchanges.map((exchange) => [labelOf(exchange), exchange]));
    return { labels: [...byLabel.keys()], of: (label: string) => byLabel.get(label) };
  };
  const [old, now] = [has(before), has(after)];
  return {
    added: now.labels.filter((label) => old.of(label) === undefined),
    removed: old.labels.filter((label) => now.of(label) === undefined),
    changed: now.labels.filter((label) => {
      const was = old.of(label);
      return was !== undefined && !isDeepStrictEqual(was, now.of(label));
    }),
  };
}
