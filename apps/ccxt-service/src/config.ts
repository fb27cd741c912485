import { join } from 'node:path';
import {
  ConfigError,
  commonSettings,
  readEnv,
  type Settings,
  setting,
  types,
  weakKeys,
} from '@neuratrade/service-kit';
import { credentialsFromEnv } from './configured/environment.js';
import { type ConfiguredExchange, SIMULATOR } from './configured/exchange.js';
import { exchangesFromFile } from './configured/file.js';
import { mergeExchanges } from './configured/merge.js';

/**
 * Every setting of ccxt-service, but for the keys, whose names depend on the exchanges.
 *
 * @public read for the documentation
 */
export const settingsTable = {
  ...commonSettings,
  CCXT_PORT: setting(types.port().default(3001), 'Port of ccxt-service'),
  EXCHANGES: setting(
    types
      .nameList()
      .refine((names) => names.length > 0, 'names no exchange; list some, or leave it unset')
      .default([]),
    'Exactly the exchanges to use, by their ccxt names, separated by commas; unset: those of exchanges.json. Keys as `<NAME>_API_KEY`, `<NAME>_API_SECRET`, `<NAME>_API_PASSWORD`',
  ),
  EXCHANGE_PROBE_INTERVAL_MS: setting(
    types.milliseconds({ min: 100 }).default(15_000),
    'How often each exchange is checked',
  ),
  EXCHANGE_PROBE_TIMEOUT_MS: setting(
    types.milliseconds({ min: 50, max: 120_000 }).default(5_000),
    'How long an exchange may take to answer a check',
  ),
  SIMULATOR_URL: setting(
    types.url('http', 'https').optional(),
    'Where the exchange `simulator` is; it is used when no other is configured',
  ),
} as const;

const { NEURATRADE_HOME } = commonSettings;

export interface Config {
  readonly settings: Settings<typeof settingsTable>;
  readonly exchanges: readonly ConfiguredExchange[];
  /** Where another exchange is to be added so that it is used. */
  readonly listedIn: 'EXCHANGES' | 'exchanges.json';
  /** Everything that must appear nowhere. */
  readonly secrets: readonly (string | undefined)[];
  readonly logFile: string;
}

/**
 * Reads the settings and the operator's exchanges; whether ccxt knows them is not checked here.
 *
 * @throws {ConfigError} naming everything that is wrong
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const settings = readSettings(env, problems);
  const home = settings?.NEURATRADE_HOME ?? readEnv({ NEURATRADE_HOME }, env).NEURATRADE_HOME;
  const fromFile = exchangesFromFile(join(home, 'exchanges.json'), problems);
  if (settings === undefined) throw new ConfigError(problems);
  const exchanges = mergeExchanges({
    listed: settings.EXCHANGES,
    fromFile,
    credentialsOf: (name) => credentialsFromEnv(env, name, problems),
    fallback: settings.SIMULATOR_URL === undefined ? undefined : SIMULATOR,
  });
  if (settings.SIMULATOR_URL === undefined && exchanges.some(({ name }) => name === SIMULATOR)) {
    problems.push(
      'SIMULATOR_URL is not set: the exchange simulator needs it, for instance http://127.0.0.1:3010',
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const keys = exchanges.flatMap(({ credentials }) => Object.values(credentials ?? {}) as string[]);
  return {
    settings,
    exchanges,
    listedIn: settings.EXCHANGES.length === 0 && fromFile.length > 0 ? 'exchanges.json' : 'EXCHANGES',
    secrets: [settings.SERVICE_API_KEY, ...keys],
    logFile: join(settings.NEURATRADE_HOME, 'logs', 'ccxt.log'),
  };
}

function readSettings(env: NodeJS.ProcessEnv, problems: string[]): Config['settings'] | undefined {
  try {
    return readEnv(settingsTable, env, (read) =>
      weakKeys(read.NODE_ENV, { SERVICE_API_KEY: read.SERVICE_API_KEY }),
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
