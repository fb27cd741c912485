export const HOUR_MS = 3_600_000;

export type Span = 'hour' | 'day' | 'month' | 'all';

const DAY_MS = 24 * HOUR_MS;

/** Where the span (UTC) that holds a time begins, in milliseconds since 1970; `all` begins at 0. */
export function startOf(span: Span, at: number): number {
  if (span === 'all') return 0;
  if (span !== 'month') {
    const length = span === 'hour' ? HOUR_MS : DAY_MS;
    return Math.floor(at / length) * length;
  }
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/** Where the one that begins there ends. */
export function endOf(span: Span, start: number): number {
  if (span === 'all') return Number.POSITIVE_INFINITY;
  if (span !== 'month') return start + (span === 'hour' ? HOUR_MS : DAY_MS);
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** What each is made of. */
export const PARENTS = [
  { span: 'day', child: 'hour' },
  { span: 'month', child: 'day' },
  { span: 'all', child: 'month' },
] as const satisfies readonly { span: Span; child: Span }[];
