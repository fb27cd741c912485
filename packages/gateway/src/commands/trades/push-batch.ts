import { setTimeout as sleep } from 'node:timers/promises';
import { type Pushed, pushedSchema } from '@neuratrade/api-contracts';
import { reasonOf } from '@neuratrade/service-kit';
import { z } from 'zod';
import type { Backend } from '../../health/observe.js';
import type { Outcome } from '../outcome.js';
import type { Batch } from './batches.js';
import { post } from './send.js';

export type Place = { account: string; exchange: string };

const errorSchema = z.object({ error: z.object({ message: z.string().min(1) }) });
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000];

/**
 * Pushes a batch, again and again for a while when the backend or its database is away: fills that were stored although the answer got
 * lost count as known then.
 */
export async function pushBatch(backend: Backend, place: Place, batch: Batch): Promise<Outcome<Pushed>> {
  const url = `${backend.url}/api/v1/trades?${new URLSearchParams(place)}`;
  const ask = { type: batch.type, key: backend.key ?? '', body: batch.body };
  for (const pause of [...PAUSES_MS, undefined]) {
    const { isOver, outcome } = await post(url, ask).then(judged, (error: unknown) => away(backend, error));
    if (isOver || pause === undefined) return outcome;
    await sleep(pause);
  }
  throw new RangeError('the last pause is none');
}

type Judged = { isOver: boolean; outcome: Outcome<Pushed> };

function judged({ status, body }: { status: number; body: unknown }): Judged {
  const told = pushedSchema.safeParse(body);
  if (status === 200 && told.success) return { isOver: true, outcome: { ok: true, value: told.data } };
  const error = errorSchema.safeParse(body);
  const text = error.success ? error.data.error.message : `The backend answers with HTTP ${status}.`;
  const isAway = status === 503 || status === 502;
  return { isOver: !isAway, outcome: { ok: false, code: isAway ? 2 : 1, text } };
}

function away(backend: Backend, error: unknown): Judged {
  const text = `The backend at ${new URL(backend.url).origin} does not answer any more: ${reasonOf(error)}.`;
  return { isOver: false, outcome: { ok: false, code: 2, text } };
}
