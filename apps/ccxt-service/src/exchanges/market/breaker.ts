/** Keeps requests from an exchange that only fails. */
export interface Breaker {
  /** Milliseconds until a trial may be made; 0 when requests may be sent. Above 0 also while a trial is under way. */
  closedInMs(): number;
  /** Takes the right to send a request: while the exchange is on trial only the first one has it. */
  begin(): Attempt | undefined;
}

/** One request; tell once how it ended. */
export interface Attempt {
  readonly trial: boolean;
  /** `failed`: the exchange did not answer properly; `other`: how it ended says nothing about the exchange. */
  end(how: 'answered' | 'failed' | 'other'): void;
}

export interface BreakerOptions {
  /** So many failures in a row open it. */
  readonly failures: number;
  /** For how long it is open at first; twice as long after each failed trial. */
  readonly openMs: number;
  readonly longestMs: number;
  readonly now: () => number;
}

/** A circuit breaker: closed, after so many failures in a row open, and after a time half-open for one trial. */
export function createBreaker({ failures, openMs, longestMs, now }: BreakerOptions): Breaker {
  let inARow = 0;
  let opened: { until: number; ms: number; trial: boolean } | undefined;

  const open = (ms: number) => {
    opened = { until: now() + ms, ms, trial: false };
  };

  const trial = (): Attempt => ({
    trial: true,
    end(how) {
      if (opened === undefined) return;
      if (how === 'failed') open(Math.min(longestMs, opened.ms * 2));
      else if (how === 'other') opened = { ...opened, trial: false };
      else {
        opened = undefined;
        inARow = 0;
      }
    },
  });

  const usual: Attempt = {
    trial: false,
    end(how) {
      if (opened !== undefined || how === 'other') return;
      inARow = how === 'failed' ? inARow + 1 : 0;
      if (inARow >= failures) open(openMs);
    },
  };

  return {
    closedInMs() {
      if (opened === undefined) return 0;
      return opened.trial ? opened.ms : Math.max(0, opened.until - now());
    },
    begin() {
      if (opened === undefined) return usual;
      if (opened.trial || now() < opened.until) return undefined;
      opened = { ...opened, trial: true };
      return trial();
    },
  };
}
