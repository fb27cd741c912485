/** Lets one piece of work after the other run for each key, in the order in which they came. */
export function createSerial(): <T>(key: number, work: () => Promise<T>) => Promise<T> {
  const last = new Map<number, Promise<unknown>>();
  return async (key, work) => {
    const running = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, running);
    try {
      return await running;
    } finally {
      if (last.get(key) === running) last.delete(key);
    }
  };
}
