import { text } from 'node:stream/consumers';
import { updateConfigFile } from '../config/file.js';
import { configKeys, unknownKey } from '../config/keys.js';
import { loadPaths, loadSettings, problemWith } from '../config/load.js';
import { askSecret } from './ask-secret.js';
import { CommandError } from './command-error.js';

/** Prints the bare value of a setting as it is in force: the environment's, else config.json's, else the default. */
export function configGet(key: string, env: NodeJS.ProcessEnv): string {
  const { variable } = known(key);
  const { env: effective, settings } = loadSettings(env);
  const fallback = Object.entries(settings).find(([name]) => name === variable)?.[1];
  const value = effective[variable]?.trim() || String(fallback ?? '');
  if (value !== '') return value;
  const made = /^(admin|service)_api_key$/.test(key) ? ' The first neuratrade gateway start makes it.' : '';
  throw new CommandError(`${key} is not set.${made || ` Set it with neuratrade config set ${key} VALUE`}`);
}

/**
 * Stores a setting in config.json. `-` asks for the value on a terminal and else reads standard input to its end, so that
 * a secret need not stand in the command line; an empty value removes the setting. Returns what to tell the user.
 */
export async function configSet(key: string, value: string, env: NodeJS.ProcessEnv): Promise<string> {
  const entry = known(key);
  const { variable, secret } = entry;
  const paths = loadPaths(env);
  const content = (value === '-' ? await fromStandardInput(key) : value).trim();
  const problem = content === '' ? undefined : problemWith(entry, content);
  if (problem !== undefined) throw new CommandError(problem);
  await updateConfigFile(paths.config, ({ [key]: _, ...others }) =>
    content === '' ? others : { ...others, [key]: content },
  );
  return [
    content === '' ? `${key} removed from ${paths.config}.` : `${key} stored in ${paths.config}.`,
    ...(env[variable]?.trim() ? [`The environment's ${variable} counts before it.`] : []),
    ...(secret && value !== '-' && content !== ''
      ? [
          `It may stand in your shell's history now: next time use neuratrade config set ${key} - and type it.`,
        ]
      : []),
    'It counts from the next restart: neuratrade gateway restart.',
  ].join('\n');
}

/** Where config.json is, whether it exists or not. */
export function configPath(env: NodeJS.ProcessEnv): string {
  return loadPaths(env).config;
}

function fromStandardInput(key: string): Promise<string> {
  return process.stdin.isTTY ? askSecret(`${key} (typing does not show)`) : text(process.stdin);
}

function known(key: string) {
  const entry = configKeys.get(key);
  if (entry === undefined) throw new CommandError(unknownKey(key));
  return entry;
}
