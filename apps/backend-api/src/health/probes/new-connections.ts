import { performance } from 'node:perf_hooks';
import type { Connection } from './held-connection.js';

export interface NewConnectionsOptions {
  readonly open: () => Promise<Connection>;
  readonly intervalMs: number;
  /** Why opening one failed; `passing` where that may be over in a moment, so that it takes a second one to count. */
  readonly judge: (error: unknown) => { readonly reason: string; readonly passing: boolean };
}

export interface NewConnections {
  /** Opens and closes a connection if that is due, without anyone waiting for it; again at once while it fails. */
  look(): void;
  /** A connection was opened elsewhere. */
  proven(): void;
  /** Why none can be opened; undefined while that is not certain. */
  failure(): string | undefined;
}

/** Watches whether a server takes new connections: it can serve old ones and take no new ones. */
export function watchNewConnections({ open, intervalMs, judge }: NewConnectionsOptions): NewConnections {
  let looking = false;
  let failures = 0;
  let failure: string | undefined;
  let dueAt = performance.now() + intervalMs;

  const proven = (): void => {
    failures = 0;
    failure = undefined;
    dueAt = performance.now() + intervalMs;
  };

  const tryOne = async (): Promise<void> => {
    looking = true;
    try {
      (await open()).destroy();
      proven();
    } catch (error) {
      const { reason, passing } = judge(error);
      failures += 1;
      if (failures > 1 || !passing) failure = reason;
    } finally {
      looking = false;
    }
  };

  return {
    look() {
      if (!looking && (failures > 0 || performance.now() >= dueAt)) void tryOne();
    },
    proven,
    failure: () => failure,
  };
}
