import type { Duplex } from 'node:stream';
import { NOT_POSTGRES } from '@neuratrade/service-kit';
import pg from 'pg';

interface Wire {
  readonly stream: Duplex;
  attachListeners(stream: Duplex): void;
}

/** Something else answers on the port of the database. */
class NotPostgres extends Error {
  readonly code = NOT_POSTGRES;
}

/**
 * A client that an answer which breaks the protocol can only cost its connection: pg parses inside the socket's `data`
 * handler, where an exception would end the process.
 */
export class DatabaseClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const wire = wireOf(this);
    const attach = wire.attachListeners.bind(wire);
    wire.attachListeners = (stream) => attach(guard(stream));
  }

  /** Ends the connection at once, whatever it waits for. */
  destroy(): void {
    wireOf(this).stream.destroy();
  }
}

/** Connects within `timeoutMs`. A failed attempt leaves no socket behind; `lost` is called when the connection ends later. */
export async function openClient(
  config: pg.ClientConfig,
  timeoutMs: number,
  lost: () => void = () => undefined,
): Promise<DatabaseClient> {
  const client = new DatabaseClient({ ...config, connectionTimeoutMillis: timeoutMs });
  client.on('error', lost);
  client.on('end', lost);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.destroy();
    throw error;
  }
}

function wireOf(client: pg.Client): Wire {
  return (client as unknown as { connection: Wire }).connection;
}

/** What a PostgreSQL server can say first: authentication, error, notice, protocol negotiation. */
const FIRST_MESSAGES = 'RENv';
const LONGEST_FIRST_MESSAGE = 65_536;

function speaksPostgres(first: Buffer): boolean {
  if (!FIRST_MESSAGES.includes(String.fromCharCode(first[0] ?? 0))) return false;
  return first.length < 5 || first.readUInt32BE(1) <= LONGEST_FIRST_MESSAGE;
}

function guard(stream: Duplex): Duplex {
  const on = stream.on.bind(stream) as (event: string, listener: (...args: unknown[]) => void) => Duplex;
  let greeted = false;
  const guarded = (event: string, listener: (...args: unknown[]) => void): Duplex => {
    if (event !== 'data') return on(event, listener);
    return on('data', (chunk) => {
      try {
        if (!greeted && !speaksPostgres(chunk as Buffer)) throw new NotPostgres();
        greeted = true;
        listener(chunk);
      } catch (error) {
        stream.destroy(error as Error);
      }
    });
  };
  return Object.assign(stream, { on: guarded });
}
