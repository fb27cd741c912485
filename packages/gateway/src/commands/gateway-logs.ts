import { existsSync } from 'node:fs';
import { nearest } from '@neuratrade/service-kit';
import { loadPaths } from '../config/load.js';
import { followFiles } from '../logs/follow.js';
import { lastLines } from '../logs/last-lines.js';
import { mergeByTime } from '../logs/merge.js';
import { CommandError } from './command-error.js';

const SERVICES = ['backend', 'ccxt', 'telegram', 'gateway'];
const NAMES = [...SERVICES, 'simulator', 'all'];
const NAME_WIDTH = Math.max(...SERVICES.map((name) => name.length));

/**
 * Prints the last lines of a service's log as they are; `all` takes the four services together, in order of time and
 * each line behind its service's name. With `follow`, goes on until `signal` aborts.
 */
export async function gatewayLogs(
  service: string,
  options: { env: NodeJS.ProcessEnv; lines: number; follow: boolean; signal: AbortSignal },
): Promise<void> {
  const sources = service === 'all' ? SERVICES : [known(service)];
  const paths = loadPaths(options.env);
  const files = sources.map(paths.logFile);
  const print = (logs: readonly Buffer[][]) => {
    const sourced = logs.map((lines, index) => lines.map((line) => ({ source: sources[index] ?? '', line })));
    for (const { source, line } of mergeByTime(sourced)) {
      const prefix = service === 'all' ? `${source.padEnd(NAME_WIDTH)} | ` : '';
      process.stdout.write(Buffer.concat([Buffer.from(prefix), line, Buffer.from('\n')]));
    }
  };
  if (options.follow) {
    await followFiles(files, { count: options.lines, onLines: print, signal: options.signal });
    return;
  }
  if (!files.some((file) => existsSync(file))) {
    throw new CommandError(`There is no log yet: ${files.join(', ')}. Start with neuratrade gateway start.`);
  }
  print(files.map((file) => lastLines(file, options.lines)));
}

function known(service: string): string {
  if (NAMES.includes(service)) return service;
  const near = nearest(service, NAMES);
  const hint = near === undefined ? `Choose one of ${NAMES.join(', ')}.` : `Did you mean ${near}?`;
  throw new CommandError(`There is no log of ${service}. ${hint}`);
}
