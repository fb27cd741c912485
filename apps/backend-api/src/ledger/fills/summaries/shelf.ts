import type { Connection } from '../../../platform/db/database.js';
import { NOTHING, type Summary } from '../../summary/summary.js';
import { findSummaries, readSummaries, type SummaryRow, upsertSummaries } from './repository.js';
import type { Span } from './spans.js';

/** Summaries of an account as a transaction changes them. */
export interface Shelf {
  load(places: readonly Pick<SummaryRow, 'span' | 'startsAt'>[]): Promise<void>;
  /** As it was loaded, or put since; of nothing where there is none. */
  at(span: Span, startsAt: number): Summary;
  put(span: Span, startsAt: number, summary: Summary): void;
  /** All of one span that begin from one time until before another, in their order. */
  read(span: Span, from: number, before: number): Promise<readonly Summary[]>;
  /** Writes what was put. */
  write(): Promise<void>;
}

export function createShelf(client: Connection, accountId: number): Shelf {
  const known = new Map<string, Summary>();
  let changed: SummaryRow[] = [];
  const keyOf = (span: Span, startsAt: number): string => `${span} ${startsAt}`;

  const write = async (): Promise<void> => {
    const rows = changed;
    changed = [];
    if (rows.length > 0) await upsertSummaries(client, accountId, rows);
  };
  return {
    async load(places) {
      for (const { span, startsAt, summary } of await findSummaries(client, accountId, places))
        known.set(keyOf(span, startsAt), summary);
    },
    at: (span, startsAt) => known.get(keyOf(span, startsAt)) ?? NOTHING,
    put(span, startsAt, summary) {
      known.set(keyOf(span, startsAt), summary);
      changed.push({ span, startsAt, summary });
    },
    async read(span, from, before) {
      await write();
      return (await readSummaries(client, accountId, span, from, before)).map(({ summary }) => summary);
    },
    write,
  };
}
