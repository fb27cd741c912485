import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncJob, SyncStatus } from '@neuratrade/api-contracts';
import type { Backend } from '../../health/observe.js';
import { nothingRead, renderSync } from '../../render/sync.js';
import { createSyncProgress } from '../../render/sync-progress.js';
import { type Outcome, shown } from '../outcome.js';
import { askSync, type SyncFilter } from './sync.js';

const EVERY_MS = 500;
/** So soon after its start a backend has found out what there is to read. */
const BEGINS_MS = 15_000;
/** A backend may be restarted meanwhile. */
const AWAY_MS = 30_000;

/** Resolves when the history of every symbol is there. */
export async function awaitSync(
  backend: Backend,
  { json, ...filter }: SyncFilter & { json: boolean },
): Promise<Outcome<string>> {
  const progress = createSyncProgress(process.stderr);
  const begun = performance.now();
  let answeredAt = begun;
  try {
    for (;;) {
      const answer = await askSync(backend, filter);
      if (answer.ok) {
        answeredAt = performance.now();
        progress.update(answer.value);
        if (isRead(answer.value)) return shown(answer, json, renderSync);
        if (answer.value.jobs.length === 0 && performance.now() - begun > BEGINS_MS)
          return { ok: false, code: 1, text: nothingRead(filter) };
      } else if (answer.code === 1 || answeredAt === begun || performance.now() - answeredAt > AWAY_MS) {
        return answer;
      }
      await sleep(EVERY_MS);
    }
  } finally {
    progress.close();
  }
}

/** Deposits of long ago may take their time: no figure of today needs them. */
function isRead({ jobs }: SyncStatus): boolean {
  const awaited = jobs.filter(({ kind }) => kind !== 'transfers');
  const places = new Set(jobs.map(placeOf));
  const searched = jobs
    .filter(({ kind, state }) => kind === 'symbols' && state === 'up to date')
    .map(placeOf);
  return (
    searched.length > 0 &&
    searched.length === places.size &&
    awaited.every(({ state }) => state === 'up to date' || state === 'not offered')
  );
}

function placeOf({ account, exchange }: SyncJob): string {
  return `${account} ${exchange}`;
}
