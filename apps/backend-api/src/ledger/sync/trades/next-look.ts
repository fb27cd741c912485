import type { TradesProgress } from './progress.js';

const DAY_MS = 86_400_000;
/** How much more seldom a symbol is looked at that was not traded for a day. */
const QUIET = 20;
/** At least so long apart are the looks at the markets of an exchange that were never traded. */
const APART_MS = 2_000;

/** In how many milliseconds to look again for new fills. */
export function nextLook(
  { anchor }: Pick<TradesProgress, 'anchor'>,
  { everyMs, markets, now }: { readonly everyMs: number; readonly markets: number; readonly now: number },
): number {
  if (anchor === null) return Math.max(QUIET * everyMs, APART_MS * markets);
  return now - anchor.at < DAY_MS ? everyMs : QUIET * everyMs;
}
