import { type Change, changesBetween } from './changes.js';
import type { HealthView } from './view.js';

/** What a watch shows: the last look, and what became different while it watched. */
export type Watched = {
  view: HealthView;
  /** The last view of a backend that answered, while it does not answer now. */
  last: HealthView | undefined;
  /** Since when it does not answer, by this machine's clock. */
  silent_since: string | null;
  /** Newest first. */
  changes: readonly Change[];
};

const KEPT = 50;

/** Follows a backend look by look. A part that is the same before and after a silence has not changed. */
export function createTracker(): {
  take(view: HealthView): { watched: Watched; fresh: readonly Change[] };
} {
  let before: HealthView | undefined;
  let answered: HealthView | undefined;
  let silentSince: string | null = null;
  let changes: readonly Change[] = [];
  return {
    take(view) {
      const silent = view.status === 'unreachable';
      const known = before && { ...before, services: answered?.services ?? [] };
      const fresh = changesBetween(known, view);
      const began = before === undefined;
      silentSince = silent ? (silentSince ?? view.checked_at) : null;
      if (!silent) answered = view;
      before = view;
      if (!began) changes = [...[...fresh].reverse(), ...changes].slice(0, KEPT);
      const last = silent ? answered : undefined;
      return { watched: { view, last, silent_since: silentSince, changes }, fresh };
    },
  };
}
