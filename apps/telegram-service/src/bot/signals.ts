import { setTimeout as delay } from 'node:timers/promises';
import { withDeadline } from '@neuratrade/service-kit';
import type { Api } from 'grammy';

/** Milliseconds after which a call that Telegram should answer at once counts as unanswered. */
export const CALL_TIMEOUT_MS = 5_000;

type GrammySignal = NonNullable<Parameters<Api['getMe']>[0]>;

/** grammY's types name the AbortSignal of a polyfill; the built-in one has all that grammY uses. */
export function grammySignal(signal: AbortSignal): GrammySignal {
  return signal as unknown as GrammySignal;
}

/** The other way round. */
export function builtInSignal(signal: GrammySignal): AbortSignal {
  return signal as unknown as AbortSignal;
}

/** A call to Telegram that ends after `ms` or with `parent`. */
export function callWithin<T>(
  ms: number,
  parent: AbortSignal,
  call: (signal: GrammySignal) => Promise<T>,
): Promise<T> {
  return withDeadline(ms, parent, (signal) => call(grammySignal(signal)));
}

/** Waits, or less when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
