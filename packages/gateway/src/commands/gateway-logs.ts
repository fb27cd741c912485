import { existsSync } from 'node:fs';
import { nearest } from '@neuratrade/service-kit';
import { loadPaths } from '../config/load.js';
import { followFile } from '../logs/follow.js';
import { lastLines } from '../logs/last-lines.js';
import { mergeByTime } from '../logs/merge.js';
import { CommandError } from './command-error.js';

const SERVICES = ['backend', 'ccxt', 'telegram', 'gateway'];
const NAMES = [...SERVICES, 'simulator', 'all'];
const NAME_WIDTH = Math.max(...SERVICES.map((name) => name.length));

/**
 * Prints the last lines of a service's log as they are; `all` takes the four services together, each line behind its
 * service's name. With `follow`, goes on until `signal` aborts.
 */
export async function gatewayLogs(
  service: string,
  options: { env: NodeJS.ProcessEnv; lines: number; follow: boolean; signal: AbortSignal },
): Promise<void> {
  const sources = service === 'all' ? SERVICES : [known(service)];
  const paths = loadPaths(options.env);
  const print = (source: string, line: Buffer) => {
    const prefix = service === 'all' ? `${source.padEnd(NAME_WIDTH)} | ` : '';
    process.stdout.write(Buffer.concat([Buffer.from(prefix), line, Buffer.from('\n')]));
  };
  if (!options.follow) {
    const missing = sources.map((source) => paths.logFile(source)).filter((file) => !existsSync(file));
    if (missing.length === sources.length) {
      throw new CommandError(
        `There is no log yet: ${missing.join(', ')}. Start with neuratrade gateway start.`,
      );
    }
  }
  const logs = sources.map((source) =>
    lastLines(paths.logFile(source), options.lines).map((line) => ({ source, line })),
  );
  if (!options.follow) {
    for (const { source, line } of mergeByTime(logs)) print(source, line);
    return;
  }
  await Promise.all(
    sources.map((source) =>
      followFile(paths.logFile(source), {
        count: options.lines,
        onLine: (line) => print(source, line),
        signal: options.signal,
      }),
    ),
  );
}

function known(service: string): string {
  if (NAMES.includes(service)) return service;
  const near = nearest(service, NAMES);
  const hint = near === undefined ? `Choose one of ${NAMES.join(', ')}.` : `Did you mean ${near}?`;
  throw new CommandError(`There is no log of ${service}. ${hint}`);
}
