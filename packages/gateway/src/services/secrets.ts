import { passwordOf } from '@neuratrade/service-kit';

const EXCHANGE_KEY = /^(?!ADMIN_API_KEY$|SERVICE_API_KEY$).+_API_(KEY|SECRET|PASSWORD)$/;

const SECRETS: readonly string[] = [
  'ADMIN_API_KEY',
  'SERVICE_API_KEY',
  'DATABASE_URL',
  'REDIS_URL',
  'TELEGRAM_BOT_TOKEN',
  'TELEGRAM_WEBHOOK_SECRET',
  'METRICS_TOKEN',
];

/** A secret that only the named processes get, or `exchange keys` for the credentials of all exchanges. */
export type SecretName = string;

/** The environment without the secrets that this process has no use for. */
export function withoutForeignSecrets(env: NodeJS.ProcessEnv, own: readonly SecretName[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => {
      if (EXCHANGE_KEY.test(name)) return own.includes('exchange keys');
      return !SECRETS.includes(name) || own.includes(name);
    }),
  );
}

/** Values that must not show in any text, for the redactor. */
export function secretValues(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env)
    .filter(([name]) => SECRETS.includes(name) || EXCHANGE_KEY.test(name))
    .flatMap(([name, value = '']) => (name.endsWith('_URL') ? passwordOf(value) : [value]))
    .filter((value) => value !== '');
}
