import { performance } from 'node:perf_hooks';
import type { Logger } from '@neuratrade/service-kit';
import { databaseReason } from '@neuratrade/service-kit';
import type pg from 'pg';
import { DatabaseClient } from './client.js';

const SLOW_MS = 100;

type Callback = (error: unknown, result?: pg.QueryResult) => void;

/**
 * A client that logs each of its statements as `SQL query` with duration, rows and name, never with values:
 * at debug level, those of 100 ms and more as warnings.
 */
export function loggedClient(logger: Logger): typeof DatabaseClient {
  return class extends DatabaseClient {
    // biome-ignore lint/suspicious/noExplicitAny: pg declares a dozen overloads, of which all are passed on as they are
    override query(...given: any[]): any {
      const log = timer(logger, statementOf(given[0]));
      const callback = given.at(-1);
      if (typeof callback === 'function') {
        const logged: Callback = (error, result) => {
          log(error, result);
          callback(error, result);
        };
        return super.query(...(given.with(-1, logged) as [string, Callback]));
      }
      const answer = super.query(...(given as [string])) as unknown;
      if (answer instanceof Promise) answer.then((result) => log(undefined, result), log);
      return answer;
    }
  };
}

function timer(logger: Logger, statement: string): Callback {
  const started = performance.now();
  return (error, result) => {
    const took = performance.now() - started;
    const fields = { duration: `${took.toFixed(1)}ms`, rows: result?.rowCount ?? 0, statement };
    logger[took >= SLOW_MS ? 'warn' : 'debug']('SQL query', {
      ...fields,
      ...(error ? { error: databaseReason(error) } : {}),
    });
  };
}

/** The name of a statement, or its first words. */
function statementOf(query: string | pg.QueryConfig): string {
  const { name, text } = typeof query === 'string' ? { name: undefined, text: query } : query;
  return name ?? text.trim().split(/\s+/, 3).join(' ');
}
