import { commonSettings, readEnv, type Settings, setting, types } from '@neuratrade/service-kit';
import { z } from 'zod';

/** The market that everyone sees who sets no seed. */
export const DEFAULT_SEED = 'neuratrade';

const { NODE_ENV: _mode, SERVICE_API_KEY: _key, ...shared } = commonSettings;

/** The simulator's environment variables.
 *
 * @public read for the documentation
 */
export const settingsTable = {
  SIMULATOR_PORT: setting(types.port().default(3010), 'Port of the exchange simulator'),
  SIMULATOR_SEED: setting(
    z.string().max(200, 'must be at most 200 characters').default(DEFAULT_SEED),
    'Prices depend on this text and the time alone',
  ),
  SIMULATOR_DEMO: setting(
    types.boolean().default(false),
    'Shows an account whose bot has traded for 45 days and goes on; the same as `--demo`',
  ),
  ...shared,
};

export type Config = Settings<typeof settingsTable>;

/** Reads the simulator's settings. @throws ConfigError naming every bad one */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return readEnv(settingsTable, env);
}
