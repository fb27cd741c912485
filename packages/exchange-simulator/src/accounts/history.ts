/** One execution: price in ticks, quantity in lots, commission in units of 10^-8 of its currency. */
export interface Fill {
  /** Ascends with time within one account and market. */
  readonly id: number;
  readonly orderId: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly ticks: number;
  readonly lots: number;
  readonly commission: bigint;
  readonly commissionAsset: string;
  readonly buyer: boolean;
  readonly maker: boolean;
}

/** Which fills to list; `fromId` and `startTime` list the oldest that match, everything else the latest. */
interface FillQuery {
  readonly limit: number;
  readonly fromId?: number | undefined;
  readonly orderId?: number | undefined;
  readonly startTime?: number | undefined;
  readonly endTime?: number | undefined;
}

/** The fills of an account in one market, oldest first; ids and times both ascend. */
export interface History {
  readonly size: number;
  readonly latest: Fill | undefined;
  /** The id that the next fill at `time` (milliseconds) gets: its second, or as much later as it must be to be unique. */
  nextId(time: number): number;
  append(fill: Fill): void;
  /** Whether the ids still ascend with the times once these fills are merged. */
  fits(fills: readonly Fill[]): boolean;
  /** Puts fills, which must fit, where their time belongs. */
  merge(fills: readonly Fill[]): void;
  find(id: number): Fill | undefined;
  /** The last fill not later than `time`. */
  lastUpTo(time: number): Fill | undefined;
  list(query: FillQuery): Fill[];
}

/** The histories of one account by market id. */
export interface Histories {
  of(symbolId: string): History;
}

/** Index of the first entry that `isLate` holds for; it must hold for all after it too. */
function firstWhere(fills: readonly Fill[], isLate: (fill: Fill) => boolean): number {
  let low = 0;
  let high = fills.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isLate(fills[middle] as Fill)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function ascends(fills: readonly Fill[]): boolean {
  return fills.every((fill, index) => index === 0 || (fills[index - 1] as Fill).id < fill.id);
}

function createHistory(): History {
  let fills: Fill[] = [];

  /** Where the earliest added fill belongs, and everything from there on. */
  function mergedTail(added: readonly Fill[]) {
    const begin = added.reduce((first, { time }) => Math.min(first, time), Number.POSITIVE_INFINITY);
    const split = firstWhere(fills, (fill) => fill.time >= begin);
    const tail = [...fills.slice(split), ...added].sort((a, b) => a.time - b.time || a.id - b.id);
    return { split, tail };
  }

  return {
    get size() {
      return fills.length;
    },
    get latest() {
      return fills.at(-1);
    },
    nextId: (time) => Math.max(Math.floor(time / 1000), (fills.at(-1)?.id ?? 0) + 1),
    append: (fill) => void fills.push(fill),
    fits(added) {
      const { split, tail } = mergedTail(added);
      return ascends([...fills.slice(Math.max(0, split - 1), split), ...tail]);
    },
    merge(added) {
      const { split, tail } = mergedTail(added);
      fills = split === 0 ? tail : fills.slice(0, split).concat(tail);
    },
    find(id) {
      const found = fills[firstWhere(fills, (fill) => fill.id >= id)];
      return found?.id === id ? found : undefined;
    },
    lastUpTo: (time) => fills[firstWhere(fills, (fill) => fill.time > time) - 1],
    list({ limit, fromId, orderId, startTime, endTime }) {
      const fromStart = fromId !== undefined || startTime !== undefined;
      let begin = fromId === undefined ? 0 : firstWhere(fills, (fill) => fill.id >= fromId);
      if (startTime !== undefined) begin = firstWhere(fills, (fill) => fill.time >= startTime);
      const end = endTime === undefined ? fills.length : firstWhere(fills, (fill) => fill.time > endTime);
      if (orderId !== undefined) {
        const ofOrder = fills.slice(begin, end).filter((fill) => fill.orderId === orderId);
        return fromStart ? ofOrder.slice(0, limit) : ofOrder.slice(-limit);
      }
      return fromStart
        ? fills.slice(begin, Math.min(end, begin + limit))
        : fills.slice(Math.max(begin, end - limit), end);
    },
  };
}

/** Histories that begin empty. */
export function createHistories(): Histories {
  const histories = new Map<string, History>();
  return {
    of(symbolId) {
      const known = histories.get(symbolId) ?? createHistory();
      histories.set(symbolId, known);
      return known;
    },
  };
}
