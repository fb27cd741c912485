import { fetchJson, reasonOf } from '@neuratrade/service-kit';
import { afterAwake } from './patience.js';

/** What an endpoint answered and how soon; `reason` where it did not. */
export type AnswerOrReason =
  | { answered: true; status: number; body: unknown; latency_ms: number }
  | { answered: false; reason: string };

const PATIENCE_MS = 1_000;

/** Asks once, for at most a second, showing `key` where there is one. Never throws. */
export async function ask(url: string, key?: string): Promise<AnswerOrReason> {
  const late = new AbortController();
  const { signal } = late;
  const stopWaiting = afterAwake(PATIENCE_MS, () => late.abort());
  const begun = performance.now();
  try {
    const headers = key === undefined ? {} : { 'x-api-key': key };
    const { status, body } = await fetchJson(url, { signal, headers });
    return { answered: true, status, body, latency_ms: tenths(performance.now() - begun) };
  } catch (error) {
    return { answered: false, reason: signal.aborted ? 'no answer within 1 s' : reasonOf(error) };
  } finally {
    stopWaiting();
  }
}

/** How soon an endpoint that has just answered answers again, when the connection stands and the first work is done. */
export async function latencyOf(url: string, first: { latency_ms: number }): Promise<number> {
  const again = await ask(url);
  return again.answered ? again.latency_ms : first.latency_ms;
}

/** Milliseconds with one decimal. */
export function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
