/** What helps against a reason: the first pattern that fits a service's reason gives the remedy. */
const REMEDIES: readonly { service: string; reason: RegExp; remedy: string }[] = [
  {
    service: 'telegram',
    reason: /TELEGRAM_BOT_TOKEN not set/,
    remedy:
      'Store the token with neuratrade config set telegram_bot_token - and run neuratrade gateway restart telegram. To run without a bot: neuratrade config set telegram_enabled false, then neuratrade gateway restart.',
  },
  {
    service: 'telegram',
    reason: /disabled by TELEGRAM_ENABLED/,
    remedy: 'The backend still expects a bot: run neuratrade gateway restart.',
  },
  {
    service: 'telegram',
    reason: /refused the token/,
    remedy:
      'Check the token with @BotFather, store it with neuratrade config set telegram_bot_token - and run neuratrade gateway restart telegram.',
  },
  {
    service: 'telegram',
    reason: /another process/,
    remedy: 'Stop the other process that polls with this bot token, or give this one a bot of its own.',
  },
  {
    service: 'telegram',
    reason: /message store cannot be written/,
    remedy:
      'Free space where NEURATRADE_HOME is, or let the user who runs NeuraTrade write there; neuratrade gateway logs telegram says what is wrong. No restart is needed.',
  },
  {
    service: 'ccxt',
    reason: /no active exchanges/,
    remedy:
      'Name exchanges in exchanges.json, or with neuratrade config set exchanges NAMES, or neither to run on the exchange simulator, and run neuratrade gateway restart.',
  },
  {
    service: 'ccxt',
    reason: /no exchange answers/,
    remedy: 'Run neuratrade doctor: it names each exchange with the reason.',
  },
  {
    service: 'database',
    reason: /authentication failed/,
    remedy: 'Correct user and password in DATABASE_URL; neuratrade doctor says how.',
  },
  {
    service: 'database',
    reason: /database does not exist/,
    remedy: 'Make the database that DATABASE_URL names (createdb), or name another.',
  },
  {
    service: 'database',
    reason: /too many connections/,
    remedy:
      'Raise max_connections of the PostgreSQL, or end connections of others: select * from pg_stat_activity',
  },
  {
    service: 'database',
    reason: /connection|host|socket/,
    remedy: 'Check that the PostgreSQL of DATABASE_URL runs and lets this machine connect.',
  },
  {
    service: 'redis',
    reason: /authentication failed/,
    remedy: 'Correct the password in REDIS_URL; neuratrade doctor says how.',
  },
  {
    service: 'redis',
    reason: /loading/,
    remedy: 'Wait: it reads its data from its disk after a start.',
  },
  {
    service: 'redis',
    reason: /too many connections/,
    remedy: 'Raise maxclients of the Redis, or end connections of others: redis-cli CLIENT LIST',
  },
  {
    service: 'redis',
    reason: /connection|host/,
    remedy: 'Check that the Redis of REDIS_URL runs and lets this machine connect.',
  },
];

/** What to do about a service that is not well. `supplied` servers are the gateway's own: it restarts them itself. */
export function remedyFor(service: string, reason: string, supplied: boolean): string {
  const known = REMEDIES.find((entry) => entry.service === service && entry.reason.test(reason));
  if (known !== undefined && !(supplied && /^(database|redis)$/.test(service))) return known.remedy;
  const log = /^(ccxt|backend|telegram|simulator)$/.test(service) ? service : 'gateway';
  return `See neuratrade gateway logs ${log}.`;
}

const MOVED_BY: Readonly<Record<string, string>> = {
  database: 'EMBEDDED_DB_PORT',
  redis: 'EMBEDDED_REDIS_PORT',
  simulator: 'SIMULATOR_PORT',
  ccxt: 'CCXT_PORT',
  backend: 'BACKEND_PORT',
  telegram: 'TELEGRAM_PORT',
};

/** What to do about a service that waits for its restart; null where all it needs is the restart. */
export function restartRemedyFor(service: string, reason: string): string | null {
  const variable = MOVED_BY[service];
  if (variable === undefined || !/Port \d+ is in use|EADDRINUSE/.test(reason)) return null;
  return `Stop the process that took the port. Or set ${variable} to another and run neuratrade gateway restart.`;
}
