import type { Check } from '@neuratrade/service-kit';

export interface Connection {
  /** A round trip to the server. */
  ping(): Promise<void>;
  /** Ends the connection now, whatever it is waiting for. */
  destroy(): void;
}

export interface HeldConnectionOptions {
  /** Opens a connection; `lost` must be called when it ends by itself. */
  readonly open: (lost: () => void, signal: AbortSignal) => Promise<Connection>;
}

export interface HeldConnection {
  readonly check: Check<void>;
  onLost(listener: () => void): void;
  close(): void;
}

/**
 * A check over a connection of its own that is kept between checks, so that neither a busy pool nor a queue of
 * commands looks like an outage. What fails or times out is thrown away; the next check connects anew.
 */
export function holdConnection({ open }: HeldConnectionOptions): HeldConnection {
  let held: Connection | undefined;
  let tellLost = (): void => undefined;
  const drop = (): void => {
    held?.destroy();
    held = undefined;
  };

  const connect = async (signal: AbortSignal): Promise<Connection> => {
    let mine: Connection | undefined;
    mine = await open(() => {
      if (mine === undefined || held !== mine) return;
      held = undefined;
      tellLost();
    }, signal);
    if (signal.aborted) {
      mine.destroy();
      throw signal.reason;
    }
    return mine;
  };

  return {
    async check(signal) {
      signal.addEventListener('abort', drop, { once: true });
      try {
        held ??= await connect(signal);
        await held.ping();
      } catch (error) {
        drop();
        throw error;
      } finally {
        signal.removeEventListener('abort', drop);
      }
    },
    onLost: (listener) => {
      tellLost = listener;
    },
    close: drop,
  };
}
