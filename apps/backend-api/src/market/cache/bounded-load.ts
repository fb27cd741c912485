import { AppError } from '@neuratrade/service-kit';
import type { Load } from './cache.js';

const LOAD_MS = 20_000;

/** Runs a load that gets 20 seconds, or until `stopping` fires, whether it heeds its signal or not. */
export async function boundedLoad<T>(load: Load<T>, stopping: AbortSignal): Promise<T> {
  const ended = new AbortController();
  const limit = setTimeout(
    () => ended.abort(new AppError('exchange_timeout', 'The exchange did not answer in time. Try again.')),
    LOAD_MS,
  );
  const stop = (): void =>
    ended.abort(new AppError('unavailable', 'The backend is stopping. Try again in a moment.'));
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<T>((resolve, reject) => {
      ended.signal.throwIfAborted();
      ended.signal.addEventListener('abort', () => reject(ended.signal.reason), { once: true });
      load(ended.signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(limit);
    stopping.removeEventListener('abort', stop);
  }
}
