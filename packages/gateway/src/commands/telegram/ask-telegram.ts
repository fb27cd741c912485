import { runningState } from '../../doctor/facts/running-state.js';
import { findSettings } from '../../doctor/facts/settings.js';
import type { Backend } from '../../health/observe.js';
import { LOOPBACK } from '../../services/managed-service.js';
import { askService, type ServiceRequest, type ServiceWords } from '../ask-service.js';
import type { Outcome } from '../outcome.js';

const WORDS: ServiceWords = { name: 'telegram-service', key: 'service key', variable: 'SERVICE_API_KEY' };

/** Asks telegram-service with the service key. A failure says what to do. */
export function askTelegram<T>(telegram: Backend, request: ServiceRequest<T>): Promise<Outcome<T>> {
  return askService(telegram, WORDS, request);
}

/**
 * The telegram-service at `url` with the environment's SERVICE_API_KEY, else that of the home with the key in its config.json: at
 * the environment's TELEGRAM_PORT, else where it runs, whatever port it was started with.
 */
export function findTelegram(env: NodeJS.ProcessEnv, url: string | undefined): Backend {
  if (url !== undefined) return { url, key: env.SERVICE_API_KEY?.trim() || undefined, own: false };
  const { paths, settings, env: effective } = findSettings(env);
  const key = effective.SERVICE_API_KEY?.trim() || undefined;
  const state = runningState(paths);
  const asked = env.TELEGRAM_PORT?.trim() ? settings.TELEGRAM_PORT : undefined;
  const port = asked ?? state?.services.telegram?.port ?? settings.TELEGRAM_PORT;
  return { url: `http://${state?.host ?? LOOPBACK}:${port}`, key, own: true };
}
