import { commonSettings, type Settings, setting, types } from '@neuratrade/service-kit';
import { z } from 'zod';

const port = () => types.integer({ min: 1, max: 65_535 }, 'a port from 1 to 65535');

/** What the gateway itself reads. Everything else in the environment goes on to the services, which check it. */
export const gatewaySettings = {
  NEURATRADE_HOME: commonSettings.NEURATRADE_HOME,
  BIND_HOST: setting(
    z.string().optional(),
    'Address that the services listen on; unset: 0.0.0.0 for the backend, 127.0.0.1 for the others',
  ),
  LOG_LEVEL: commonSettings.LOG_LEVEL,
  SHUTDOWN_DEADLINE_MS: commonSettings.SHUTDOWN_DEADLINE_MS,
  BACKEND_PORT: setting(port().default(8080), 'Port of the backend API'),
  CCXT_PORT: setting(port().default(3001), 'Port of the CCXT service'),
  TELEGRAM_PORT: setting(port().default(3002), 'Port of the Telegram service'),
  SIMULATOR_PORT: setting(
    port().optional(),
    'Port of the exchange simulator; unset: 3010, or a free one when that is taken',
  ),
  DATABASE_URL: setting(
    types.url('postgres', 'postgresql').optional(),
    'PostgreSQL to use; unset: the gateway runs one of its own',
    { secret: true },
  ),
  EMBEDDED_DB_PORT: setting(
    port().optional(),
    "Port of the gateway's own PostgreSQL; unset: a free one, kept from then on",
  ),
  REDIS_URL: setting(
    types.url('redis', 'rediss').optional(),
    'Redis to use; unset: the gateway runs a redis-server of its own',
    { secret: true },
  ),
  EMBEDDED_REDIS_PORT: setting(
    port().optional(),
    "Port of the gateway's own Redis; unset: 6379, or a free one when that is taken",
  ),
  EXCHANGES: setting(
    z.string().optional(),
    'Names of exchanges, separated by commas; unset and no exchanges.json: the gateway runs the simulator',
  ),
  ADMIN_API_KEY: setting(
    z.string().optional(),
    'Key of the operator; unset: made at the first start and kept in config.json',
    { secret: true },
  ),
  SERVICE_API_KEY: commonSettings.SERVICE_API_KEY,
} as const;

export type GatewaySettings = Settings<typeof gatewaySettings>;

/** The settings that each claim a port. */
export const PORTS = [
  'BACKEND_PORT',
  'CCXT_PORT',
  'TELEGRAM_PORT',
  'SIMULATOR_PORT',
  'EMBEDDED_DB_PORT',
  'EMBEDDED_REDIS_PORT',
] as const;

/** Every port that a setting claims: what is chosen freely must be none of them. */
export function claimedPorts(settings: Partial<GatewaySettings>): number[] {
  return PORTS.flatMap((name) => settings[name] ?? []);
}

/** Two settings that claim one port. */
export function portClashes(settings: Partial<GatewaySettings>): string[] {
  const byPort = new Map<number, string>();
  const problems: string[] = [];
  for (const name of PORTS) {
    const value = settings[name];
    if (value === undefined) continue;
    const other = byPort.get(value);
    if (other !== undefined)
      problems.push(`${other} and ${name} are both ${value}: give each a port of its own`);
    byPort.set(value, name);
  }
  return problems;
}
