import type { Mark } from './mark.js';
import type { Sweep } from './sweeps.js';

/** A stretch that is being read, page by page. */
export interface Pass {
  /** From when on, milliseconds of the epoch; null is from the first fill on. */
  readonly since: number | null;
  /** What asks for the next page, as ccxt-service's last answer gave it; null for the first. */
  readonly next: string | null;
  /** What it must meet with: the last fill that was known when it began. */
  readonly anchor: Mark | null;
  readonly seen: boolean;
  /** That fill is not told any more: where nothing later comes either, nothing is missing. */
  readonly tooOld: boolean;
  /** The last fill that it read. */
  readonly last: Mark | null;
  readonly pages: number;
  /** Which of the stretches it is that are read again; null of the one that looks for what is new. */
  readonly sweep: Sweep | null;
}
