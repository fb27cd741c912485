import { nearest } from '@neuratrade/service-kit';
import { gatewaySettings } from './settings.js';

/** A setting that config.json may hold, under its environment variable's name in lower case. */
export type ConfigKey = { key: string; variable: string; secret: boolean };

const NOT_IN_THE_FILE = ['NEURATRADE_HOME'];

/** Settings of the services, which check them themselves. */
const SERVICE_SETTINGS: Readonly<Record<string, { secret: boolean }>> = {
  NODE_ENV: { secret: false },
  SHUTDOWN_DRAIN_MS: { secret: false },
  HEALTH_INTERVAL_MS: { secret: false },
  HEALTH_TIMEOUT_MS: { secret: false },
  HEALTH_CONFIRM_MS: { secret: false },
  DATABASE_CONNECT_INTERVAL_MS: { secret: false },
  EXCHANGE_PROBE_INTERVAL_MS: { secret: false },
  EXCHANGE_PROBE_TIMEOUT_MS: { secret: false },
  SIMULATOR_SEED: { secret: false },
  TELEGRAM_ENABLED: { secret: false },
  TELEGRAM_BOT_TOKEN: { secret: true },
  TELEGRAM_API_ROOT: { secret: false },
  TELEGRAM_POLL_TIMEOUT_S: { secret: false },
  TELEGRAM_WEBHOOK_URL: { secret: false },
  TELEGRAM_WEBHOOK_SECRET: { secret: true },
};

/** Every setting that config.json may hold, by its key. */
export const configKeys: ReadonlyMap<string, ConfigKey> = new Map(
  Object.entries({ ...gatewaySettings, ...SERVICE_SETTINGS })
    .filter(([variable]) => !NOT_IN_THE_FILE.includes(variable))
    .map(([variable, { secret }]) => {
      const key = variable.toLowerCase();
      return [key, { key, variable, secret }];
    }),
);

const EXCHANGE_KEY = /_api_(key|secret|password)$/;

/** Says why there is no such key and what to do instead. */
export function unknownKey(key: string): string {
  if (EXCHANGE_KEY.test(key) && nearest(key, [...configKeys.keys()]) === undefined) {
    return `${key}: keys of exchanges are not kept in config.json. Put them into exchanges.json beside it, or into the environment`;
  }
  const near = nearest(key.toLowerCase(), [...configKeys.keys()]);
  const hint =
    near === undefined ? `the keys are ${[...configKeys.keys()].join(', ')}` : `did you mean ${near}?`;
  return `${key} is no known setting: ${hint}`;
}
