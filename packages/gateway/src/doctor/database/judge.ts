import { formatBytes, formatMs, plural } from '../../render/quantities.js';
import type { LoggedSlow } from '../facts/slow-log.js';
import { type Finding, failed, ok, warning } from '../finding.js';
import type { DatabaseFacts } from './repository.js';
import type { DatabaseTarget } from './target.js';

type Facts = Extract<DatabaseFacts, { answered: true }>;

const OLDEST = 15;
const SLOW_MS = 100;
const CROWDED = 0.8;
const SLOW_LINES = "neuratrade gateway logs backend --level warn --grep 'SQL query'";

/** Whether it is new enough, and how soon it answers. */
export function judgeServer(facts: Facts, { place, supplied }: DatabaseTarget): Finding {
  const { version, version_number, latency_ms, read_only } = facts;
  const values = { version, version_number, latency_ms, read_only, supplied };
  const text = `PostgreSQL ${version} answers in ${formatMs(latency_ms)} (${place})`;
  if (version_number < OLDEST * 10_000) {
    return failed('database', text, `Upgrade it: PostgreSQL ${OLDEST} or later is needed.`, values);
  }
  if (read_only) {
    const remedy =
      'Name the primary in DATABASE_URL; if this is it, see show default_transaction_read_only and select pg_is_in_recovery()';
    return failed('database', `${text}, but refuses every change: it is read-only`, remedy, values);
  }
  if (latency_ms < SLOW_MS) return ok('database', text, values);
  const remedy =
    'Look at the load of its machine (top, iostat -x 1) and at the network in between; move it nearer.';
  return warning('database', text, remedy, values);
}

/** Whether connections are left. */
export function judgeConnections({ connections, max_connections }: Facts): Finding {
  const values = { connections, max_connections };
  const text = `${connections} of ${max_connections} in use`;
  if (connections < CROWDED * max_connections) return ok('database.connections', text, values);
  const remedy =
    'See who holds them: select application_name, state, count(*) from pg_stat_activity group by 1, 2; raise max_connections if they are needed.';
  return warning('database.connections', text, remedy, values);
}

/** Statements above 100 ms: those that run now, those that the backend logged, and the slowest mean where it is known. */
export function judgeSlow({ running, slowest_mean: mean }: Facts, logged: LoggedSlow): Finding {
  const [longest] = running;
  const values = { running, logged, slowest_mean: mean };
  const now = longest && {
    text: `${plural(running.length, 'statement')} running, the longest for ${formatMs(longest.running_ms)}: ${longest.statement}`,
    remedy: `End it: select pg_cancel_backend(${longest.pid})`,
  };
  const lately = logged.slowest && {
    text: `${plural(logged.count, 'statement')} above ${SLOW_MS} ms in the last hour, the slowest ${logged.slowest.statement} (${formatMs(logged.slowest.duration_ms)})`,
    remedy: `See them: ${SLOW_LINES}`,
  };
  const usually = mean !== null &&
    mean.mean_ms >= SLOW_MS && {
      text: `slowest on average: ${mean.statement} (${formatMs(mean.mean_ms)}, ${plural(mean.calls, 'call')})`,
      remedy: 'See its plan: explain (analyze) of that statement',
    };
  const told = [now, lately, usually].filter((part) => part !== undefined && part !== null && part !== false);
  const id = 'database.slow';
  if (told.length === 0) return ok(id, `no statement above ${SLOW_MS} ms, now or in the last hour`, values);
  return warning(
    id,
    told.map(({ text }) => text).join('; '),
    `${told.map(({ remedy }) => remedy).join('. ')}.`,
    values,
  );
}

/** What the data take. */
export function judgeSize({ tables_bytes, table_count, database_bytes }: Facts): Finding {
  return ok(
    'database.size',
    `${plural(table_count, 'table')} of ${formatBytes(tables_bytes)}, ${formatBytes(database_bytes)} in all`,
    { tables_bytes, table_count, database_bytes },
  );
}
