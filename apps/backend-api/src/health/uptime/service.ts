import type { Uptime, UptimeWindow } from '@neuratrade/health-contracts';
import { orUnavailable } from '../../platform/db/unavailable.js';
import { within } from '../../platform/within.js';
import { HOUR_MS, hourOf } from './buckets.js';
import type { UptimeQuery } from './query.js';
import { periodOf, type Stretch, type StretchTotals, seriesOf, stretchesOf } from './summary.js';

export interface UptimeServiceOptions {
  /** Stores what was observed so far; resolves with the moment until which, undefined when that failed. */
  readonly flush: () => Promise<number | undefined>;
  readonly read: (stretches: readonly Stretch[]) => Promise<StretchTotals[]>;
  readonly reasonOf: (error: unknown) => string;
}

export interface UptimeService {
  /** @throws {AppError} `unavailable` while the database is */
  uptime(query: UptimeQuery): Promise<Uptime>;
}

const WINDOW_MS: Readonly<Record<UptimeWindow, number>> = {
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
  '90d': 90 * 24 * HOUR_MS,
};

/** How long an answer waits for the newest seconds to be stored; then they are unknown. */
const PATIENCE_MS = 1_000;

/** Tells uptime; each answer is worked out once a second at most, and never twice at once, however slow the database. */
export function createUptimeService({ flush, read, reasonOf }: UptimeServiceOptions): UptimeService {
  const answers = new Map<
    string,
    { readonly second: number; readonly answer: Promise<Uptime>; ended: boolean }
  >();

  const workOut = async ({ window, step }: UptimeQuery): Promise<Uptime> => {
    const to = (await within(flush(), PATIENCE_MS)) ?? wholeSecond(Date.now());
    const asked = stretchesOf({ from: hourOf(to - WINDOW_MS[window]), to }, step);
    const stretches = await orUnavailable(read(asked), reasonOf);
    return {
      window,
      ...periodOf(stretches),
      ...(step === undefined ? {} : { series: seriesOf(stretches, step) }),
    };
  };

  return {
    uptime(query) {
      const key = `${query.window}/${query.step}`;
      const second = wholeSecond(Date.now());
      const known = answers.get(key);
      if (known !== undefined && (known.second === second || !known.ended)) return known.answer;
      const asked = { second, answer: workOut(query), ended: false };
      answers.set(key, asked);
      const end = (): void => {
        asked.ended = true;
      };
      asked.answer.then(end, end);
      return asked.answer;
    },
  };
}

function wholeSecond(moment: number): number {
  return Math.floor(moment / 1_000) * 1_000;
}
