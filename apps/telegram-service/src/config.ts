import { join } from 'node:path';
import { commonSettings, readEnv, type Settings, setting, types, weakKeys } from '@neuratrade/service-kit';
import { z } from 'zod';

const TOKEN_FORM = /^\d+:[\w-]+$/;
const TELEGRAM = 'https://api.telegram.org';
const SECRET_FORM = /^[\w-]{1,256}$/;

/**
 * Every setting of telegram-service.
 *
 * @public read for the documentation
 */
export const settingsTable = {
  ...commonSettings,
  TELEGRAM_PORT: setting(types.port().default(3002), 'Port of telegram-service'),
  TELEGRAM_ENABLED: setting(types.boolean().default(true), '`false` runs without a bot on purpose'),
  TELEGRAM_BOT_TOKEN: setting(
    z.string().optional(),
    'Token from @BotFather; without it the bot is off and health says so',
    { secret: true },
  ),
  TELEGRAM_API_ROOT: setting(
    types.url('https', 'http').default(TELEGRAM),
    'Bot API server, for those who run their own',
  ),
  TELEGRAM_WEBHOOK_URL: setting(
    types.url('https', 'http').optional(),
    'Public URL that leads to `/telegram/webhook` of this service; unset: long polling',
  ),
  TELEGRAM_WEBHOOK_SECRET: setting(
    z.string().regex(SECRET_FORM, 'must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -').optional(),
    'What Telegram shows with every webhook call; needed with TELEGRAM_WEBHOOK_URL',
    { secret: true },
  ),
  TELEGRAM_POLL_TIMEOUT_S: setting(
    types.integer({ min: 1, max: 50 }, 'whole seconds from 1 to 50').default(10),
    'How long Telegram holds a poll open; with a webhook, how often its state is checked',
  ),
  TELEGRAM_GIVE_UP_AFTER_MS: setting(
    types.milliseconds({ min: 1_000, max: 604_800_000 }).default(86_400_000),
    'A message that could not be sent for this long is given up and kept as a dead letter',
  ),
  BACKEND_URL: setting(
    types.url('http', 'https').default('http://127.0.0.1:8080'),
    'Where the commands read from',
  ),
} as const;

/** What the bot runs on. */
export interface BotConfig {
  readonly token: string;
  readonly apiRoot: string;
  readonly pollTimeoutS: number;
  readonly webhook?: { readonly url: string; readonly secret: string };
}

/** A bot, or why there is none. */
type BotPlan = { readonly bot: BotConfig } | { readonly reason: string };

export interface Config {
  readonly settings: Settings<typeof settingsTable>;
  readonly plan: BotPlan;
  readonly logFile: string;
  /** Where updates, messages and what is known of chats are kept. */
  readonly dataFolder: string;
}

/**
 * Reads the settings. A missing or malformed token is no error: the service runs and tells it.
 *
 * @throws {ConfigError} naming every bad variable
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const settings = readEnv(settingsTable, env, (read) => [
    ...weakKeys(read.NODE_ENV, { SERVICE_API_KEY: read.SERVICE_API_KEY }),
    ...(read.TELEGRAM_WEBHOOK_URL !== undefined && read.TELEGRAM_WEBHOOK_SECRET === undefined
      ? [
          'TELEGRAM_WEBHOOK_SECRET is not set: TELEGRAM_WEBHOOK_URL needs it, e.g. from `openssl rand -hex 32`',
        ]
      : []),
    ...(read.TELEGRAM_API_ROOT === TELEGRAM && read.TELEGRAM_WEBHOOK_URL?.startsWith('http:')
      ? [
          'TELEGRAM_WEBHOOK_URL must start with https://: Telegram calls nothing else, only a Bot API server of your own does (TELEGRAM_API_ROOT)',
        ]
      : []),
  ]);
  return {
    settings,
    plan: planBot(settings),
    logFile: join(settings.NEURATRADE_HOME, 'logs', 'telegram.log'),
    dataFolder: join(settings.NEURATRADE_HOME, 'data'),
  };
}

function planBot(settings: Settings<typeof settingsTable>): BotPlan {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret } = settings;
  if (!settings.TELEGRAM_ENABLED) return { reason: 'disabled by TELEGRAM_ENABLED=false' };
  if (token === undefined) return { reason: 'TELEGRAM_BOT_TOKEN not configured' };
  if (!TOKEN_FORM.test(token)) return { reason: 'TELEGRAM_BOT_TOKEN is malformed' };
  return {
    bot: {
      token,
      apiRoot: settings.TELEGRAM_API_ROOT,
      pollTimeoutS: settings.TELEGRAM_POLL_TIMEOUT_S,
      ...(url !== undefined && secret !== undefined ? { webhook: { url, secret } } : {}),
    },
  };
}
