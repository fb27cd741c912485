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
import { entriesOf } from './configured/entries.js';
import { readExchangesFile } from './configured/file.js';
import { secretsIn } from './configured/redaction.js';
import { type Configuration, type ConfigurationSource, createSource } from './configured/source.js';

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
  EXCHANGE_REQUEST_TIMEOUT_MS: setting(
    types.milliseconds({ min: 50, max: 120_000 }).default(10_000),
    'How long a request for market data may take, its wait in the queue included',
  ),
  EXCHANGE_QUEUE: setting(
    types.integer({ min: 1, max: 10_000 }, 'a whole number from 1 to 10000').default(100),
    'How many requests for market data may wait for one exchange; more are refused',
  ),
  SIMULATOR_URL: setting(
    types.url('http', 'https').optional(),
    'Where the exchange `simulator` is; it is used when no other is configured',
  ),
} as const;

const { NEURATRADE_HOME } = commonSettings;

export interface Config {
  readonly settings: Settings<typeof settingsTable>;
  /** Where the exchanges are read anew, whenever they change. */
  readonly source: ConfigurationSource;
  readonly configuration: Configuration;
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
  const file = join(home, 'exchanges.json');
  if (settings === undefined) {
    entriesOf(readExchangesFile(file, problems)?.json ?? { exchanges: [] }, file, problems);
    throw new ConfigError(problems);
  }
  const { EXCHANGES: listed, SIMULATOR_URL: simulatorUrl } = settings;
  const source = createSource({ env, listed, simulatorUrl, file });
  const reading = source.read();
  if (reading.problems.length > 0) throw new ConfigError(reading.problems);
  const { configuration } = reading;
  return {
    settings,
    source,
    configuration,
    listedIn:
      configuration.managedBy === 'file' && configuration.exchanges.length > 0
        ? 'exchanges.json'
        : 'EXCHANGES',
    secrets: [
      settings.SERVICE_API_KEY,
      ...configuration.exchanges.flatMap(({ credentials }) => secretsIn(credentials)),
    ],
    logFile: join(home, 'logs', 'ccxt.log'),
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
