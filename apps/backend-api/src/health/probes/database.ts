import { databaseReason, ProbeFailure } from '@neuratrade/service-kit';
import { openClient } from '../../platform/db/client.js';
import { type Connection, holdConnection, OPENING_FACTOR } from './held-connection.js';
import { watchNewConnections } from './new-connections.js';
import type { Probe } from './probe.js';

export interface DatabaseProbeOptions {
  readonly url: string;
  readonly embedded: boolean;
  readonly timeoutMs: number;
  /** How often a new connection is opened as well: a server can serve old connections and take no new ones. */
  readonly connectIntervalMs: number;
}

export function databaseProbe(options: DatabaseProbeOptions): Probe {
  const { url, embedded } = options;
  const openWithinMs = OPENING_FACTOR * options.timeoutMs;
  const newConnections = watchNewConnections({
    open: () => connect(url, openWithinMs, () => undefined),
    intervalMs: options.connectIntervalMs,
    judge(error) {
      const reason = reasonFor(error);
      if (reason === 'connection timeout') return { reason: 'not accepting connections', passing: false };
      return { reason, passing: true };
    },
  });
  const connection = holdConnection({
    async open(lost) {
      const opened = await connect(url, openWithinMs, lost);
      newConnections.proven();
      return opened;
    },
  });

  return {
    name: 'database',
    async check(signal) {
      try {
        await connection.check(signal);
      } catch (error) {
        throw new ProbeFailure(reasonFor(error), { cause: error });
      }
      newConnections.look();
      const failure = newConnections.failure();
      if (failure !== undefined) throw new ProbeFailure(failure);
      return 'up';
    },
    onLost: connection.onLost,
    close: async () => connection.close(),
    messages: {
      up: 'Database connected',
      upFields: { driver: 'postgres', embedded },
      down: 'Database connection lost',
    },
  };
}

async function connect(url: string, withinMs: number, lost: () => void): Promise<Connection> {
  const config = { connectionString: url, application_name: 'neuratrade-health' };
  const client = await openClient(config, withinMs, lost);
  const ping = async (): Promise<void> => {
    const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
    if (rows[0]?.transaction_read_only === 'on') throw new ProbeFailure('read-only');
  };
  try {
    await ping();
  } catch (error) {
    client.destroy();
    throw error;
  }
  return { ping, destroy: () => client.destroy() };
}

function reasonFor(error: unknown): string {
  return error instanceof ProbeFailure ? error.reason : databaseReason(error);
}
