import { setTimeout as sleep } from 'node:timers/promises';
import { fetchJson, reasonOf } from '@neuratrade/service-kit';
import { median } from './median.js';
import { afterAwake } from './patience.js';

/** What an endpoint answered and how soon; `reason` where it did not. */
export type AnswerOrReason =
  | { answered: true; status: number; body: unknown; latency_ms: number }
  | { answered: false; reason: string };

const PATIENCE_MS = 1_000;
const LOOKS = 7;
const LOOKS_MS = 500;
const PAUSE_MS = 20;

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

/**
 * How soon an endpoint that has just answered answers when the connection stands: the median of a few more looks within half
 * a second, with pauses between them, so that this process's own work on other checks does not count as the endpoint's.
 */
export async function latencyOf(url: string, first: { latency_ms: number }): Promise<number> {
  const times: number[] = [];
  const until = performance.now() + LOOKS_MS;
  while (times.length < LOOKS && performance.now() < until) {
    await sleep(PAUSE_MS);
    const again = await ask(url);
    if (again.answered) times.push(again.latency_ms);
  }
  return times.length === 0 ? first.latency_ms : median(times);
}

/** Milliseconds with one decimal. */
export function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
