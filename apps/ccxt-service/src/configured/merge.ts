import { MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import type { ConfiguredExchange, Credentials } from './exchange.js';

/** Where exchanges may be configured. */
export interface Sources {
  /** Names from the environment. Where there are some, exactly these are used; the file then gives accounts and keys alone. */
  readonly listed: readonly string[];
  readonly fromFile: readonly ConfiguredExchange[];
  /** Credentials from the environment, of the account `main`; for a name that has some, the file's do not count. */
  readonly credentialsOf: (name: string) => Credentials | undefined;
  /** The exchange to use when none is configured at all. */
  readonly fallback: string | undefined;
}

/** Puts the sources together, the environment ahead of the file. */
export function mergeExchanges(sources: Sources): ConfiguredExchange[] {
  const { listed, fromFile, credentialsOf, fallback } = sources;
  const named = (name: string): ConfiguredExchange => ({ name, account: MAIN_ACCOUNT, enabled: true });
  const signedIn = (exchange: ConfiguredExchange): ConfiguredExchange => {
    const credentials = exchange.account === MAIN_ACCOUNT ? credentialsOf(exchange.name) : undefined;
    return credentials === undefined ? exchange : { ...exchange, credentials };
  };
  if (listed.length === 0) {
    const configured = fromFile.length > 0 || fallback === undefined ? fromFile : [named(fallback)];
    return configured.map(signedIn);
  }
  return listed.flatMap((name) => {
    const entries = fromFile.filter((entry) => entry.name === name);
    const main = entries.find(({ account }) => account === MAIN_ACCOUNT) ?? named(name);
    const others = entries.filter(({ account }) => account !== MAIN_ACCOUNT);
    return [signedIn({ ...main, enabled: true }), ...others];
  });
}
