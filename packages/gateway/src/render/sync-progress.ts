import type { SyncJob, SyncStatus } from '@neuratrade/api-contracts';
import { createLiveList, type ListItem } from './live-list.js';

/** Shows how histories come in. */
export interface SyncProgress {
  update(status: SyncStatus): void;
  close(): void;
}

const whole = new Intl.NumberFormat('en-US');

/** A live list on a terminal, one line for each symbol that is read anywhere else. */
export function createSyncProgress(stream: NodeJS.WriteStream): SyncProgress {
  return stream.isTTY ? liveProgress(stream) : lineProgress((line) => stream.write(`${line}\n`));
}

export function lineProgress(print: (line: string) => void): SyncProgress {
  const told = new Set<string>();
  const once = (line: string): void => {
    if (!told.has(line)) print(line);
    told.add(line);
  };
  return {
    update({ jobs }) {
      for (const job of jobs) {
        if (job.error !== null) once(`${labelOf(job)}: ${job.error}`);
        if (job.state === 'up to date' && job.fills > 0 && !told.has(keyOf(job))) {
          told.add(keyOf(job));
          print(`${labelOf(job)}: ${describe(job)}`);
        }
      }
    },
    close: () => undefined,
  };
}

function liveProgress(stream: NodeJS.WriteStream): SyncProgress {
  const list = createLiveList(stream);
  return {
    update: ({ jobs }) => list.show(jobs.filter(isShown).map(itemOf)),
    close: list.close,
  };
}

function isShown({ kind, state, fills }: SyncJob): boolean {
  return kind === 'trades' && (fills > 0 || state === 'failing');
}

function itemOf(job: SyncJob): ListItem {
  const done = { 'up to date': 'yes', 'not offered': 'yes', failing: 'failed' } as const;
  return {
    name: labelOf(job),
    text: describe(job),
    done: job.state in done ? done[job.state as keyof typeof done] : 'no',
  };
}

function describe({ state, fills, reached, error }: SyncJob): string {
  const count = `${whole.format(fills)} ${fills === 1 ? 'fill' : 'fills'}`;
  if (state === 'up to date') return count;
  return error ?? `${count}${reached === null ? '' : `, up to ${reached}`}`;
}

function labelOf({ symbol, kind }: SyncJob): string {
  return symbol ?? kind;
}

function keyOf({ account, exchange, symbol, kind }: SyncJob): string {
  return `${account} ${exchange} ${symbol ?? kind}`;
}
