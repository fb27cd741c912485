import type { Check } from '@neuratrade/service-kit';

export interface Connection {
  /** A round trip to the server. */
  ping(): Promise<void>;
  /** Ends the connection now, whatever it is waiting for. */
  destroy(): void;
}

export interface HeldConnectionOptions {
  /**
   * Opens a connection over which the server has answered, within a limit of its own, longer than a check's; `lost` must be
   * called when it ends by itself.
   */
  readonly open: (lost: () => void) => Promise<Connection>;
}

export interface HeldConnection {
  readonly check: Check<void>;
  onLost(listener: () => void): void;
  close(): void;
}

/** Several round trips make a connection, one makes a ping: so opening may take this many times longer than a check. */
export const OPENING_FACTOR = 4;

/**
 * A check over a connection of its own that is kept between checks, so that neither a busy pool nor a queue of
 * commands looks like an outage. What fails or times out is thrown away; the next check connects anew, while earlier
 * attempts may still arrive: a server far away is reached although no single check could wait for it.
 */
export function holdConnection({ open }: HeldConnectionOptions): HeldConnection {
  const attempts = new Set<Promise<Connection>>();
  let held: Connection | undefined;
  let closed = false;
  let tellLost = (): void => undefined;

  const drop = (): void => {
    held?.destroy();
    held = undefined;
  };

  const attempt = async (): Promise<Connection> => {
    let mine: Connection | undefined;
    mine = await open(() => {
      if (mine === undefined || held !== mine) return;
      held = undefined;
      tellLost();
    });
    if (closed || held !== undefined) mine.destroy();
    else held = mine;
    return held ?? mine;
  };

  const start = (): Promise<Connection> => {
    const started = attempt();
    attempts.add(started);
    const end = (): void => void attempts.delete(started);
    started.then(end, end);
    return started;
  };

  /** The first connection to arrive, or the failure of the newest attempt. */
  const connect = (): Promise<Connection> => {
    const earlier = [...attempts].map((started) => started.catch(() => new Promise<never>(() => undefined)));
    return Promise.race(earlier.length < OPENING_FACTOR ? [start(), ...earlier] : earlier);
  };

  return {
    async check(signal) {
      if (held === undefined) return void (await connect());
      const connection = held;
      const dropThis = (): void => {
        if (held === connection) drop();
      };
      signal.addEventListener('abort', dropThis, { once: true });
      try {
        await connection.ping();
      } catch (error) {
        dropThis();
        throw error;
      } finally {
        signal.removeEventListener('abort', dropThis);
      }
    },
    onLost: (listener) => {
      tellLost = listener;
    },
    close() {
      closed = true;
      drop();
    },
  };
}
