import { randomBytes } from 'node:crypto';
import { ConfigError, commonSettings, readEnv, setting } from '@neuratrade/service-kit';
import { type HomePaths, homePaths } from '../paths.js';
import { type ConfigValues, readConfigFile, updateConfigFile } from './file.js';
import { type ConfigKey, configKeys } from './keys.js';
import { type GatewaySettings, gatewaySettings, portClashes } from './settings.js';

/** The settings in force, and the environment that carries them on to the services. */
export type LoadedSettings = { paths: HomePaths; settings: GatewaySettings; env: NodeJS.ProcessEnv };

/** The files of the home that the environment names. Throws a ConfigError when it names none. */
export function loadPaths(env: NodeJS.ProcessEnv): HomePaths {
  const { NEURATRADE_HOME } = readEnv({ NEURATRADE_HOME: commonSettings.NEURATRADE_HOME }, env);
  return homePaths(NEURATRADE_HOME);
}

/**
 * Reads the environment, and config.json for what the environment leaves unset.
 *
 * @throws {ConfigError} naming every bad setting
 */
export function loadSettings(env: NodeJS.ProcessEnv): LoadedSettings {
  const paths = loadPaths(env);
  return merge(paths, env, readConfigFile(paths.config));
}

const GENERATED = ['admin_api_key', 'service_api_key'];

/** As {@link loadSettings}; makes the keys that are set nowhere and keeps them in config.json. */
export async function loadSettingsWithKeys(env: NodeJS.ProcessEnv): Promise<LoadedSettings> {
  const loaded = loadSettings(env);
  const missing = GENERATED.filter((key) => !loaded.env[key.toUpperCase()]?.trim());
  if (missing.length === 0) return loaded;
  const values = await updateConfigFile(loaded.paths.config, (before) => ({
    ...Object.fromEntries(missing.map((key) => [key, randomBytes(32).toString('hex')])),
    ...before,
  }));
  return merge(loaded.paths, env, values);
}

function merge(paths: HomePaths, env: NodeJS.ProcessEnv, values: ConfigValues): LoadedSettings {
  const fromFile = Object.entries(values)
    .map(([key, value]) => [configKeys.get(key)?.variable ?? key, value] as const)
    .filter(([variable]) => !env[variable]?.trim());
  const merged = { ...env, ...Object.fromEntries(fromFile) };
  return { paths, settings: read(merged), env: merged };
}

function read(env: NodeJS.ProcessEnv): GatewaySettings {
  return readEnv(gatewaySettings, env, portClashes);
}

/** What is wrong with the value of one setting; undefined when nothing is. */
export function problemWith({ variable, schema, secret }: ConfigKey, value: string): string | undefined {
  try {
    readEnv({ [variable]: setting(schema, '', { secret }) }, { [variable]: value });
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join('\n');
    throw error;
  }
}
