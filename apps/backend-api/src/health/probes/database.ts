import { ProbeFailure } from '@neuratrade/service-kit';
import { openClient } from '../../platform/db/client.js';
import { databaseReason } from '../../platform/db/reason.js';
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
      const reason = databaseReason(error);
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
        throw new ProbeFailure(databaseReason(error), { cause: error });
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
  return {
    ping: async () => void (await client.query('SELECT 1')),
    destroy: () => client.destroy(),
  };
}
