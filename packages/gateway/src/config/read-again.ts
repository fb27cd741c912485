import { ConfigError } from '@neuratrade/service-kit';
import { readConfigFile } from './file.js';
import { configKeys } from './keys.js';
import { type LoadedSettings, loadSettingsWithKeys, problemWith } from './load.js';

/** Settings as they are now; `hidden` names those of config.json before which the environment's own value counts. */
export type SettingsNow = LoadedSettings & { hidden: readonly string[] };

/**
 * Reads config.json afresh below the environment that the gateway was started with, and checks the settings of all
 * services, so that none is ended for one that it would refuse.
 *
 * @throws {ConfigError} naming every bad setting
 */
export async function readSettingsAgain(env: NodeJS.ProcessEnv): Promise<SettingsNow> {
  const loaded = await loadSettingsWithKeys(env);
  const problems = [...configKeys.values()].flatMap((entry) => {
    const value = loaded.env[entry.variable]?.trim();
    return value ? (problemWith(entry, value) ?? []) : [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  const hidden = Object.entries(readConfigFile(loaded.paths.config))
    .map(([key, value]) => ({ variable: configKeys.get(key)?.variable ?? key, value }))
    .filter(({ variable, value }) => env[variable]?.trim() && env[variable]?.trim() !== value)
    .map(({ variable }) => variable);
  return { ...loaded, hidden };
}
