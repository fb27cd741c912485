import { joinCredentials } from './credentials.js';
import type { Credentials } from './exchange.js';

/** Reads `<NAME>_API_KEY`, `<NAME>_API_SECRET` and `<NAME>_API_PASSWORD`; problems are added to `problems`. */
export function credentialsFromEnv(
  env: NodeJS.ProcessEnv,
  exchange: string,
  problems: string[],
): Credentials | undefined {
  const prefix = exchange.toUpperCase();
  const read = (suffix: string) => env[`${prefix}_${suffix}`]?.trim() || undefined;
  const joined = joinCredentials(
    { apiKey: read('API_KEY'), secret: read('API_SECRET'), password: read('API_PASSWORD') },
    { apiKey: `${prefix}_API_KEY`, secret: `${prefix}_API_SECRET` },
  );
  if ('credentials' in joined) return joined.credentials;
  problems.push(joined.problem);
  return undefined;
}
