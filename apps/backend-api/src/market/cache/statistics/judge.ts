import type { CacheJudgement } from '@neuratrade/api-contracts';

/** Below so many requests nothing is judged. */
export const MINIMUM_REQUESTS = 100;
const HEALTHY_ABOVE = 0.8;
const POOR_BELOW = 0.6;

export interface Counts {
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
}

export interface Judged extends Counts {
  readonly requests: number;
  readonly hit_rate: number | null;
  readonly judgement: CacheJudgement;
}

/** A window's requests with their hit rate, judged by the exact rate and not by the rounded one. */
export function judge({ hits, misses, evictions }: Counts): Judged {
  const requests = hits + misses;
  const rate = requests === 0 ? null : hits / requests;
  return {
    requests,
    hits,
    misses,
    evictions,
    hit_rate: rate === null ? null : Math.round(rate * 100) / 100,
    judgement: judgementOf(requests, rate ?? 0),
  };
}

function judgementOf(requests: number, rate: number): CacheJudgement {
  if (requests < MINIMUM_REQUESTS) return 'too_few';
  if (rate > HEALTHY_ABOVE) return 'healthy';
  return rate < POOR_BELOW ? 'poor' : 'fair';
}
