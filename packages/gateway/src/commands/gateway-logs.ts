import { once } from 'node:events';
import { basename } from 'node:path';
import { nearest } from '@neuratrade/service-kit';
import pc from 'picocolors';
import { loadPaths } from '../config/load.js';
import { lineTest } from '../logs/filter.js';
import type { Level } from '../logs/level.js';
import type { SourcedLine } from '../logs/merge.js';
import { createPretty } from '../logs/pretty.js';
import { tailLogs } from '../logs/tail-logs.js';
import { namesIn } from '../process/read-file.js';
import { CommandError } from './command-error.js';

const SERVICES = ['backend', 'ccxt', 'telegram', 'gateway'];
const NAMES = [...SERVICES, 'simulator', 'all'];
const NAME_WIDTH = Math.max(...SERVICES.map((name) => name.length));
const LINES = 50;

/** `lines` undefined: the last 50, or all since a moment. `since` is in milliseconds since 1970. */
export type LogsOptions = {
  env: NodeJS.ProcessEnv;
  follow: boolean;
  lines: number | undefined;
  level: Level | undefined;
  grep: RegExp | undefined;
  since: number | undefined;
  /** Rendered for a person; else each line as it was written. */
  pretty: boolean;
  /** Called when following begins: what has been printed by then can be interrupted as any command can. */
  interrupted(): AbortSignal;
};

/**
 * Prints the wanted lines of a service's log; `all` takes the four services together, in order of time and each line
 * behind its service's name. With `follow`, goes on until `interrupted()` aborts.
 *
 * @throws {ConfigError} when the logs belong to another user
 */
export async function gatewayLogs(service: string, options: LogsOptions): Promise<void> {
  const { env, follow, lines, since, interrupted } = options;
  const paths = loadPaths(env);
  const all = service === 'all';
  const sources = (all ? SERVICES : [known(service)]).map((name) => ({ name, path: paths.logFile(name) }));
  const present = namesIn(paths.logs);
  if (!follow && !sources.some(({ path }) => present.includes(basename(path)))) {
    const files = sources.map(({ path }) => path).join(', ');
    throw new CommandError(`There is no log yet: ${files}. Start with neuratrade gateway start.`);
  }
  const render = options.pretty
    ? createPretty({ colour: wantsColour(env), nameWidth: all ? NAME_WIDTH : undefined })
    : undefined;
  const bytesOf = (line: SourcedLine): Buffer[] => {
    if (render !== undefined) return [Buffer.from(`${render(line)}\n`)];
    return [...(all ? [Buffer.from(`${line.source.padEnd(NAME_WIDTH)} | `)] : []), line.line, NEWLINE];
  };
  await tailLogs(sources, {
    query: {
      count: lines ?? (since === undefined ? LINES : undefined),
      since,
      test: lineTest(options),
    },
    ...{ follow, interrupted },
    print: (found) => write(Buffer.concat(found.flatMap(bytesOf))),
  });
}

const NEWLINE = Buffer.from('\n');

/** On a terminal that has them, unless they are declined; into a pipe only where FORCE_COLOR asks for them. */
function wantsColour({ FORCE_COLOR }: NodeJS.ProcessEnv): boolean {
  return pc.isColorSupported && (process.stdout.isTTY || Boolean(FORCE_COLOR));
}

async function write(bytes: Buffer): Promise<void> {
  if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
}

function known(service: string): string {
  if (NAMES.includes(service)) return service;
  const near = nearest(service, NAMES);
  const hint = near === undefined ? `Choose one of ${NAMES.join(', ')}.` : `Did you mean ${near}?`;
  throw new CommandError(`There is no log of ${service}. ${hint}`);
}
