/** A call that joins those who ask while it is under way; it is aborted when the signals of all of them are. */
export function createSharedCall<T>(
  call: (signal: AbortSignal) => Promise<T>,
): (signal: AbortSignal) => Promise<T> {
  let current: { work: Promise<T>; controller: AbortController; callers: number } | undefined;

  function start() {
    const controller = new AbortController();
    return { work: call(controller.signal), controller, callers: 0 };
  }

  return async (signal) => {
    current ??= start();
    const joined = current;
    joined.callers += 1;
    try {
      return await unlessAborted(joined.work, signal);
    } finally {
      joined.callers -= 1;
      if (joined.callers === 0) {
        joined.controller.abort();
        if (current === joined) current = undefined;
      }
    }
  };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
