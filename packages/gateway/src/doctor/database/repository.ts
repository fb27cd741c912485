import { Socket } from 'node:net';
import pg from 'pg';
import { tenths } from '../facts/ask.js';
import { pingTime } from '../facts/median.js';
import { afterAwake } from '../facts/patience.js';
import { lookReason } from './reason.js';

type RunningStatement = { pid: number; statement: string; running_ms: number };

/** A database as it is now. `clock_offset_ms` is its clock minus ours, corrected by half the round trip. */
export type DatabaseFacts =
  | { answered: false; reason: string }
  | {
      answered: true;
      version: string;
      version_number: number;
      latency_ms: number;
      /** A standby, or one that was told to refuse every change. */
      read_only: boolean;
      clock_offset_ms: number;
      connections: number;
      max_connections: number;
      running: RunningStatement[];
      database_bytes: number;
      table_count: number;
      tables_bytes: number;
      /** Of pg_stat_statements, where that extension is there: the statement with the highest mean time. */
      slowest_mean: { statement: string; mean_ms: number; calls: number } | null;
    };

const PATIENCE_MS = 1_500;
const SLOW = "interval '100 milliseconds'";

/** The server cuts long statements, also within a text. */
const WITHOUT_VALUES = `left(regexp_replace(query, '''[^'']*(''|$)', '''…''', 'g'), 80)`;

/** Connects, pings and asks for the figures within two seconds. Never throws. */
export async function measureDatabase(url: string): Promise<DatabaseFacts> {
  const socket = new GuardedSocket();
  const client = new pg.Client({
    connectionString: url,
    application_name: 'neuratrade-doctor',
    stream: () => socket,
  });
  client.on('error', () => undefined);
  let late: string | undefined;
  let phase = 'connection timeout';
  const stopWaiting = afterAwake(PATIENCE_MS, () => {
    late = phase;
    socket.destroy();
  });
  try {
    await client.connect();
    phase = 'no answer within 1.5 s';
    return { answered: true, ...(await measure(client)) };
  } catch (error) {
    return { answered: false, reason: late ?? lookReason(error) };
  } finally {
    stopWaiting();
    client.end().catch(() => undefined);
    socket.destroy();
  }
}

async function measure(client: pg.Client) {
  const latency = await pingTime(() => client.query('SELECT 1'));
  const { rows: figures } = await client.query<Figures>(FIGURES);
  const { rows: running } = await client.query<RunningStatement>(RUNNING);
  const [found] = figures;
  if (found === undefined) throw new Error('no figures');
  return {
    ...found,
    latency_ms: latency,
    clock_offset_ms: await clockOffset(client),
    running,
    slowest_mean: await slowestMean(client),
  };
}

type Figures = Omit<
  Extract<DatabaseFacts, { answered: true }>,
  'answered' | 'latency_ms' | 'clock_offset_ms' | 'running' | 'slowest_mean'
>;

/** Of other users' sessions a user without pg_read_all_stats sees whose they are, and in which database: no more. */
const FIGURES = `
  SELECT current_setting('server_version') AS version,
         current_setting('server_version_num')::int AS version_number,
         current_setting('transaction_read_only')::bool AS read_only,
         (SELECT count(*)::int FROM pg_stat_activity
           WHERE backend_type = 'client backend'
              OR (backend_type IS NULL AND usesysid IS NOT NULL AND datid IS NOT NULL)) AS connections,
         current_setting('max_connections')::int AS max_connections,
         pg_database_size(current_database())::float8 AS database_bytes,
         count(*)::int AS table_count,
         coalesce(sum(pg_total_relation_size(oid)), 0)::float8 AS tables_bytes
    FROM pg_class
   WHERE relkind IN ('r', 'm') AND relnamespace = current_schema()::regnamespace`;

const RUNNING = `
  SELECT pid, ${WITHOUT_VALUES} AS statement,
         round(extract(epoch FROM clock_timestamp() - query_start) * 1000)::int AS running_ms
    FROM pg_stat_activity
   WHERE state = 'active' AND backend_type = 'client backend' AND datname = current_database()
     AND pid <> pg_backend_pid() AND clock_timestamp() - query_start > ${SLOW}
   ORDER BY query_start`;

async function clockOffset(client: pg.Client): Promise<number> {
  const before = Date.now();
  const { rows } = await client.query<{ at: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at',
  );
  return Math.round((rows[0]?.at ?? before) - (before + Date.now()) / 2);
}

async function slowestMean(client: pg.Client) {
  const there = await client.query("SELECT FROM pg_extension WHERE extname = 'pg_stat_statements'");
  if (there.rowCount === 0) return null;
  const top = await client
    .query<{ statement: string; mean_ms: number; calls: number }>(
      `SELECT ${WITHOUT_VALUES} AS statement, mean_exec_time AS mean_ms, calls::int AS calls FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        ORDER BY mean_exec_time DESC LIMIT 1`,
    )
    .catch(() => undefined);
  const [first] = top?.rows ?? [];
  return first === undefined ? null : { ...first, mean_ms: tenths(first.mean_ms) };
}

/** pg parses inside the socket's listeners: bytes of something that is no PostgreSQL must cost the connection alone. */
class GuardedSocket extends Socket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    try {
      return super.emit(event, ...args);
    } catch (error) {
      this.destroy(error as Error);
      return true;
    }
  }
}
