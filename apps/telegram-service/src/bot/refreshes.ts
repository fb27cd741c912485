const QUIET_MS = 1_000;

export interface Refreshes {
  /**
   * Resolves to undefined, without work, where the message's latest press asked the same and is worked on, or was a moment ago. One
   * whose work fails, or comes to no more than an alert, keeps no other from being tried.
   */
  once<T extends object>(
    message: string,
    data: string,
    work: () => Promise<T & { readonly alert?: boolean }>,
  ): Promise<T | undefined>;
}

/** Keeps one button from being worked on many times, however often it is pressed. */
export function createRefreshes(): Refreshes {
  const latest = new Map<string, { readonly data: string }>();
  return {
    async once(message, data, work) {
      if (latest.get(message)?.data === data) return undefined;
      const press = { data };
      const forget = (): void => {
        if (latest.get(message) === press) latest.delete(message);
      };
      latest.set(message, press);
      try {
        const done = await work();
        if (done.alert === true) forget();
        else setTimeout(forget, QUIET_MS).unref();
        return done;
      } catch (error) {
        forget();
        throw error;
      }
    },
  };
}
