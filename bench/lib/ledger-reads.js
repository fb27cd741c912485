import { listBooks } from '../../apps/backend-api/dist/ledger/fills/books/repository.js';
import { readTotals } from '../../apps/backend-api/dist/ledger/summaries/repository.js';
import { stretchFrom } from '../../apps/backend-api/dist/ledger/summaries/windows.js';
import { listFlows } from '../../apps/backend-api/dist/ledger/transfers/repository.js';

const DAY_MS = 86_400_000;

/** What requests for figures ask of the tables that grow with the history, each once. */
export async function readFigures(pool, accountId) {
  const now = Date.now();
  const windows = [1, 7, 30].map((days) => stretchFrom(now - days * DAY_MS));
  await readTotals(pool, accountId, windows);
  await listFlows(pool, accountId, 0, now);
  await listBooks(pool, { accountId, openOnly: true });
  await listBooks(pool, { accountId, openOnly: false });
}
