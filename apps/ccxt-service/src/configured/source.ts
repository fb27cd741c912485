import { MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import { entriesOf } from './entries.js';
import { credentialsFromEnv } from './environment.js';
import { type ConfiguredExchange, SIMULATOR } from './exchange.js';
import { type FileContent, readExchangesFile } from './file.js';
import { mergeExchanges } from './merge.js';

/** The exchanges that are configured, and what decided that. */
export interface Configuration {
  readonly exchanges: readonly ConfiguredExchange[];
  readonly managedBy: 'file' | 'environment' | 'simulator';
}

/** A configuration as it was read; it counts only when there is no problem. */
export interface Reading {
  readonly configuration: Configuration;
  /** Undefined when the file cannot be used. */
  readonly content: FileContent | undefined;
  readonly problems: readonly string[];
}

/** Where exchanges are configured: the environment as it was at the start, and `exchanges.json` as it is at each reading. */
export interface ConfigurationSource {
  readonly file: string;
  read(): Reading;
  /** What would be configured if the file held this. */
  judge(content: FileContent): Reading;
  /** The variable that gives the account's key, which then counts before the file's. */
  keyVariable(exchange: Pick<ConfiguredExchange, 'name' | 'account'>): string | undefined;
}

export interface SourceOptions {
  readonly env: NodeJS.ProcessEnv;
  /** EXCHANGES. */
  readonly listed: readonly string[];
  readonly simulatorUrl: string | undefined;
  readonly file: string;
}

/** Whether ccxt knows the names is not checked here. */
export function createSource({ env, listed, simulatorUrl, file }: SourceOptions): ConfigurationSource {
  const merge = (content: FileContent | undefined, problems: string[]): Reading => {
    const fromFile = content === undefined ? [] : entriesOf(content.json, file, problems);
    const fallback = simulatorUrl === undefined ? undefined : SIMULATOR;
    const credentialsOf = (name: string) => credentialsFromEnv(env, name, problems);
    const exchanges = mergeExchanges({ listed, fromFile, credentialsOf, fallback });
    if (simulatorUrl === undefined && exchanges.some(({ name }) => name === SIMULATOR)) {
      problems.push(
        'SIMULATOR_URL is not set: the exchange simulator needs it, for instance http://127.0.0.1:3010',
      );
    }
    const standsIn = fromFile.length === 0 && fallback !== undefined;
    const managedBy = listed.length > 0 ? 'environment' : standsIn ? 'simulator' : 'file';
    return { configuration: { exchanges, managedBy }, content, problems };
  };
  return {
    file,
    read() {
      const problems: string[] = [];
      return merge(readExchangesFile(file, problems), problems);
    },
    judge: (content) => merge(content, []),
    keyVariable({ name, account }) {
      if (account !== MAIN_ACCOUNT || credentialsFromEnv(env, name, []) === undefined) return undefined;
      return `${name.toUpperCase()}_API_KEY`;
    },
  };
}
