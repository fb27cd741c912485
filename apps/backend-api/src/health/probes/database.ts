import { performance } from 'node:perf_hooks';
import { ProbeFailure } from '@neuratrade/service-kit';
import { openClient } from '../../platform/db/client.js';
import { databaseReason } from '../../platform/db/reason.js';
import { type Connection, holdConnection } from './held-connection.js';
import type { Probe } from './probe.js';

export interface DatabaseProbeOptions {
  readonly url: string;
  readonly embedded: boolean;
  readonly timeoutMs: number;
  /** How often a new connection is opened as well: a server can serve old connections and take no new ones. */
  readonly connectIntervalMs: number;
}

export function databaseProbe(options: DatabaseProbeOptions): Probe {
  const { url, timeoutMs, connectIntervalMs, embedded } = options;
  const connection = holdConnection({ open: (lost) => connect(url, timeoutMs, lost) });
  let lastConnected = performance.now();

  return {
    name: 'database',
    async check(signal) {
      try {
        await connection.check(signal);
      } catch (error) {
        throw new ProbeFailure(databaseReason(error), { cause: error });
      }
      if (performance.now() - lastConnected < connectIntervalMs) return 'up';
      try {
        (await connect(url, timeoutMs / 2, () => undefined)).destroy();
      } catch (error) {
        const reason = databaseReason(error);
        throw new ProbeFailure(reason === 'connection timeout' ? 'not accepting connections' : reason, {
          cause: error,
        });
      }
      lastConnected = performance.now();
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

async function connect(url: string, timeoutMs: number, lost: () => void): Promise<Connection> {
  const config = { connectionString: url, application_name: 'neuratrade-health' };
  const client = await openClient(config, timeoutMs, lost);
  return {
    ping: async () => void (await client.query('SELECT 1')),
    destroy: () => client.destroy(),
  };
}
