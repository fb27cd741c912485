export interface Patience {
  /** Aborts when the time is used up, or when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Stops the time: the call waits for its turn. */
  waits(): void;
  /** Lets the time run: the call is under way. */
  goes(): void;
  /** The call is answered, or failed; the time runs on. */
  returns(): void;
  /** Lets go of everything. */
  ends(): void;
}

export interface PatienceOptions {
  readonly ms: number;
  /** Ends it, but for a call under way, which Telegram may have taken already. */
  readonly leaving: AbortSignal;
  /** Ends it at once. */
  readonly abandoned: readonly AbortSignal[];
}

/** How long a call with all its attempts may take, not counting the time in which it waits for its turn. */
export function createPatience({ ms, leaving, abandoned }: PatienceOptions): Patience {
  const controller = new AbortController();
  let leftMs = ms;
  let since: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let underWay = false;

  const abort = () => controller.abort();
  const leave = () => {
    if (!underWay) abort();
  };
  leaving.addEventListener('abort', leave);
  for (const signal of abandoned) signal.addEventListener('abort', abort);
  if (leaving.aborted || abandoned.some(({ aborted }) => aborted)) abort();

  function stop(): void {
    clearTimeout(timer);
    if (since !== undefined) leftMs -= performance.now() - since;
    since = undefined;
  }

  return {
    signal: controller.signal,
    waits: stop,
    goes() {
      underWay = true;
      since = performance.now();
      timer = setTimeout(abort, leftMs);
    },
    returns() {
      underWay = false;
      if (leaving.aborted) abort();
    },
    ends() {
      stop();
      leaving.removeEventListener('abort', leave);
      for (const signal of abandoned) signal.removeEventListener('abort', abort);
    },
  };
}
