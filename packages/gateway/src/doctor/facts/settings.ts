import { readEnv } from '@neuratrade/service-kit';
import { type ConfigKey, configKeys } from '../../config/keys.js';
import { loadPaths, problemWith } from '../../config/load.js';
import { type GatewaySettings, gatewaySettings } from '../../config/settings.js';
import { textOf } from '../../config/value.js';
import type { HomePaths } from '../../paths.js';
import { readPrivateFile } from './private-file.js';

/** One setting that is given a value. `problem` says what is wrong with it, in one line that holds no secret. */
export type GivenSetting = ConfigKey & { source: 'environment' | 'config.json'; problem: string | undefined };

/** The settings as far as they are right; one that is wrong counts as not given. */
export type FoundSettings = {
  paths: HomePaths;
  given: readonly GivenSetting[];
  settings: GatewaySettings;
  /** The environment with the right settings of config.json in it. */
  env: NodeJS.ProcessEnv;
};

/** Reads the environment and config.json, whatever is wrong with them. Never throws. */
export function findSettings(env: NodeJS.ProcessEnv): FoundSettings {
  const paths = loadPaths(env);
  const inFile = plainValues(paths.config);
  const given: GivenSetting[] = [];
  const effective = { ...env };
  for (const entry of configKeys.values()) {
    const fromEnvironment = env[entry.variable]?.trim() || undefined;
    const value = fromEnvironment ?? (inFile[entry.key]?.trim() || undefined);
    if (value === undefined) continue;
    const problem = problemWith(entry, value);
    const source = fromEnvironment === undefined ? 'config.json' : 'environment';
    given.push({ ...entry, source, problem });
    if (problem === undefined) effective[entry.variable] = value;
    else delete effective[entry.variable];
  }
  return { paths, given, settings: readEnv(gatewaySettings, effective), env: effective };
}

function plainValues(path: string): Record<string, string> {
  const file = readPrivateFile(path);
  if (file.kind !== 'read' || typeof file.json !== 'object' || file.json === null) return {};
  return Object.fromEntries(
    Object.entries(file.json).flatMap(([key, value]) => {
      const text = textOf(key, value);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}
