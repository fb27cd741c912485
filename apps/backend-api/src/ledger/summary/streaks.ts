export type Result = 'win' | 'loss' | 'draw';

/** So many results of one kind in a row; `since` is when the first of them came, in milliseconds since 1970. */
interface Run {
  readonly result: Result;
  readonly length: number;
  readonly since: number;
}

/** The results of a stretch of trades as far as rows of them matter. A draw ends both kinds. */
export interface Streaks {
  readonly count: number;
  readonly first: Run | null;
  readonly last: Run | null;
  readonly longestWin: number;
  readonly longestLoss: number;
}

export const NO_STREAKS: Streaks = { count: 0, first: null, last: null, longestWin: 0, longestLoss: 0 };

export function oneResult(result: Result, at: number): Streaks {
  const run: Run = { result, length: 1, since: at };
  return {
    count: 1,
    first: run,
    last: run,
    longestWin: Number(result === 'win'),
    longestLoss: Number(result === 'loss'),
  };
}

export function joinStreaks(earlier: Streaks, later: Streaks): Streaks {
  if (earlier.first === null || earlier.last === null) return later;
  if (later.first === null || later.last === null) return earlier;
  const meets = earlier.last.result === later.first.result;
  const across: Run | null = meets
    ? { ...earlier.last, length: earlier.last.length + later.first.length }
    : null;
  const isOne = (streaks: Streaks) => streaks.first?.length === streaks.count;
  const longest = (result: Result): number => (across?.result === result ? across.length : 0);
  return {
    count: earlier.count + later.count,
    first: across !== null && isOne(earlier) ? across : earlier.first,
    last: across !== null && isOne(later) ? across : later.last,
    longestWin: Math.max(earlier.longestWin, later.longestWin, longest('win')),
    longestLoss: Math.max(earlier.longestLoss, later.longestLoss, longest('loss')),
  };
}
