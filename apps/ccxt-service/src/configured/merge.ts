import type { ConfiguredExchange, Credentials } from './exchange.js';

/** Where exchanges may be configured. */
export interface Sources {
  /** Names from the environment. Where there are some, exactly these are used; the file then gives keys alone. */
  readonly listed: readonly string[];
  readonly fromFile: readonly ConfiguredExchange[];
  /** Credentials from the environment; for a name that has some, the file's do not count. */
  readonly credentialsOf: (name: string) => Credentials | undefined;
  /** The exchange to use when none is configured at all. */
  readonly fallback: string | undefined;
}

/** Puts the sources together, the environment ahead of the file. */
export function mergeExchanges(sources: Sources): ConfiguredExchange[] {
  const { listed, fromFile, credentialsOf, fallback } = sources;
  const configured = listed.length > 0 ? listed : fromFile.map(({ name }) => name);
  const names = configured.length === 0 && fallback !== undefined ? [fallback] : configured;
  return names.map((name) => {
    const entry = fromFile.find((candidate) => candidate.name === name);
    const credentials = credentialsOf(name) ?? entry?.credentials;
    return {
      name,
      enabled: listed.includes(name) || (entry?.enabled ?? true),
      ...(credentials ? { credentials } : {}),
    };
  });
}
