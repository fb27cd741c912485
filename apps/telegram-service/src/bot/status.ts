/** Whether the bot works, and if not, why: a short reason for people, free of secrets. */
export type BotStatus = { readonly active: true } | { readonly active: false; readonly reason: string };

export interface Clock {
  /** Milliseconds during which this process was awake. */
  now(): number;
}

/** A failed contact with Telegram. A definite one counts at once; another must be confirmed by a second in a row. */
export interface Failure {
  readonly kind: 'refused' | 'conflict' | 'rate_limited' | 'silent' | 'unreachable' | 'delivery' | 'internal';
  readonly reason: string;
  readonly definite: boolean;
  readonly retryAfterMs?: number;
  /** The connection must be made anew. */
  readonly reconnect?: boolean;
}

export interface ContactLog {
  succeeded(): void;
  failed(failure: Failure): void;
  status(): BotStatus;
}

/**
 * Turns the outcomes of contacts with Telegram into the bot's status. Active means: the last success is no older than
 * `staleAfterMs` and no failure has been confirmed since.
 */
export function createContactLog(clock: Clock, staleAfterMs: number): ContactLog {
  const startedAt = clock.now();
  let lastSuccessAt: number | undefined;
  let failures = 0;
  let failure: Failure | undefined;

  function status(): BotStatus {
    const silentFor = clock.now() - (lastSuccessAt ?? startedAt);
    const silence = `no answer from Telegram for ${Math.floor(silentFor / 1_000)}s`;
    if (failure !== undefined) {
      return { active: false, reason: failure.kind === 'silent' ? silence : failure.reason };
    }
    if (silentFor > staleAfterMs) return { active: false, reason: silence };
    return lastSuccessAt === undefined
      ? { active: false, reason: 'connecting to Telegram' }
      : { active: true };
  }

  return {
    succeeded() {
      lastSuccessAt = clock.now();
      failures = 0;
      failure = undefined;
    },
    failed(next) {
      failures += 1;
      if (next.definite || failures > 1 || failure !== undefined || lastSuccessAt === undefined)
        failure = next;
    },
    status,
  };
}
