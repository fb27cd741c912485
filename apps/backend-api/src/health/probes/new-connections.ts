import { performance } from 'node:perf_hooks';
import type { Connection } from './held-connection.js';

export interface NewConnectionsOptions {
  readonly open: () => Promise<Connection>;
  readonly intervalMs: number;
  /** Why opening one failed. */
  readonly reasonOf: (error: unknown) => string;
}

export interface NewConnections {
  /** Opens and closes a connection if that is due, without anyone waiting for it; again at once while it fails. */
  look(): void;
  /** A connection was opened elsewhere. */
  proven(): void;
  /** Why the last one could not be opened; undefined when it could. */
  failure(): string | undefined;
}

/** Watches whether a server takes new connections: it can serve old ones and take no new ones. */
export function watchNewConnections({ open, intervalMs, reasonOf }: NewConnectionsOptions): NewConnections {
  let looking = false;
  let failure: string | undefined;
  let dueAt = performance.now() + intervalMs;

  const proven = (): void => {
    failure = undefined;
    dueAt = performance.now() + intervalMs;
  };

  const tryOne = async (): Promise<void> => {
    looking = true;
    try {
      (await open()).destroy();
      proven();
    } catch (error) {
      failure = reasonOf(error);
    } finally {
      looking = false;
    }
  };

  return {
    look() {
      if (!looking && (failure !== undefined || performance.now() >= dueAt)) void tryOne();
    },
    proven,
    failure: () => failure,
  };
}
