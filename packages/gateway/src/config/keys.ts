import { nearest } from '@neuratrade/service-kit';
import type { z } from 'zod';
import { serviceSettings } from './service-settings.js';
import { gatewaySettings } from './settings.js';

/** A setting that config.json may hold, under its environment variable's name in lower case; a list is held as one, under a name of its own. */
export type ConfigKey = { key: string; variable: string; secret: boolean; list: boolean; schema: z.ZodType };

const NOT_IN_THE_FILE = ['NEURATRADE_HOME'];
const LISTS: Readonly<Record<string, string>> = { CUSTOM_QUESTS: 'quests' };

/** Every setting that config.json may hold, by its key. */
export const configKeys: ReadonlyMap<string, ConfigKey> = new Map(
  Object.entries({ ...gatewaySettings, ...serviceSettings })
    .filter(([variable]) => !NOT_IN_THE_FILE.includes(variable))
    .map(([variable, { secret, schema }]) => {
      const key = LISTS[variable] ?? variable.toLowerCase();
      return [key, { key, variable, secret, list: variable in LISTS, schema }];
    }),
);

const EXCHANGE_KEY = /_api_(key|secret|password)$/;

/** Says why there is no such key and what to do instead. */
export function unknownKey(key: string): string {
  if (EXCHANGE_KEY.test(key) && nearest(key, [...configKeys.keys()]) === undefined) {
    return `${key}: keys of exchanges are not kept in config.json. Put them into exchanges.json beside it, or into the environment`;
  }
  const near = LISTS[key.toUpperCase()] ?? nearest(key.toLowerCase(), [...configKeys.keys()]);
  const hint =
    near === undefined ? `the keys are ${[...configKeys.keys()].join(', ')}` : `did you mean ${near}?`;
  return `${key} is no known setting: ${hint}`;
}
