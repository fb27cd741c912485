import { cacheReportSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../health/observe.js';
import { renderCacheReport } from '../render/cache-report.js';
import { askBackend } from './ask-backend.js';
import { type Outcome, shown } from './outcome.js';

/** The cache report of a backend as text. */
export async function cacheReport(
  backend: Backend,
  { hours, json }: { hours: number; json: boolean },
): Promise<Outcome<string>> {
  const path = `/api/v1/cache/report?hours=${hours}`;
  const answer = await askBackend(backend, { method: 'GET', path, schema: cacheReportSchema });
  return shown(answer, json, renderCacheReport);
}
