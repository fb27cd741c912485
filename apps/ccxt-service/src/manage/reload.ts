import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorFields, type Logger } from '@neuratrade/service-kit';
import type { Configuration, ConfigurationSource, Reading } from '../configured/source.js';
import { problemsOf } from './commit.js';
import type { ExchangeEngine } from './engine.js';
import type { Queue } from './queue.js';
import type { ConfiguredState } from './state.js';

/** After this long, what looked broken or gone is looked at again: it may just be being written. */
const CONFIRM_MS = 250;
const POLL_MS = 2_000;
const SETTLE_MS = 50;

export interface ReloaderOptions {
  readonly source: ConfigurationSource;
  readonly engine: Pick<ExchangeEngine, 'refuseUnknown'>;
  readonly state: ConfiguredState;
  readonly queue: Queue;
  readonly logger: Logger;
}

export interface Reloader {
  /** Takes over what the file holds now. Never rejects. */
  reload(): Promise<void>;
  stop(): void;
}

/**
 * Follows `exchanges.json`: changes are seen at once where the system tells of them, else within two seconds. What has a
 * problem is not taken over.
 */
export function startReloader({ source, engine, state, queue, logger }: ReloaderOptions): Reloader {
  const read = (): { reading: Reading; problems: readonly string[] } => {
    const reading = source.read();
    return { reading, problems: problemsOf(reading, engine) };
  };

  const takeOver = (): Promise<void> =>
    queue(async () => {
      let { reading, problems } = read();
      const gone = reading.content?.text === undefined && isFromFile(state.configuration());
      if (problems.length > 0 || gone) {
        await sleep(CONFIRM_MS);
        ({ reading, problems } = read());
      }
      if (problems.length > 0) state.refuse(problems.join('; '));
      else state.take(reading.configuration);
    });

  const reload = (): Promise<void> =>
    takeOver().catch((error: unknown) => {
      logger.error('Exchanges file not read', errorFields(error));
    });

  let seen: string | undefined;
  const look = async (): Promise<void> => {
    const now = await signatureOf(source.file);
    if (seen === now) return;
    seen = now;
    await reload();
  };

  let settled: NodeJS.Timeout | undefined;
  const poll = setInterval(() => void look(), POLL_MS).unref();
  const watcher = watchFolder(source.file, () => {
    clearTimeout(settled);
    settled = setTimeout(() => void look(), SETTLE_MS).unref();
  });
  void look();
  return {
    reload,
    stop() {
      clearInterval(poll);
      clearTimeout(settled);
      watcher?.close();
    },
  };
}

function isFromFile({ exchanges, managedBy }: Configuration): boolean {
  return managedBy === 'file' && exchanges.length > 0;
}

/** Undefined where the system cannot tell of changes; then the poll alone sees them. */
function watchFolder(file: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(file)) onChange();
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

async function signatureOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mode, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mode, mtimeNs, ctimeNs].join(':');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
