import { readFileSync } from 'node:fs';

/** A sample of the specification, as the exact bytes of a body. */
export function fixture(name: string): string {
  const file = new URL(`../../../packages/health-contracts/fixtures/${name}`, import.meta.url);
  return readFileSync(file, 'utf8').trimEnd();
}

export const HEALTHY = fixture('telegram-health.healthy.json');

/** The body of `/health` while the bot is not active. */
export function degraded(error: string): string {
  return JSON.stringify({ status: 'degraded', service: 'telegram-service', error, bot_active: false });
}
