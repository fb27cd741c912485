import { createLine, type Line } from './line.js';

/** What memory holds of a queued envelope. */
export interface Queued {
  readonly id: string;
  readonly lane: string;
  readonly urgency: number;
  readonly queuedAt: number;
  /** Since when it waits, by the clock that nobody sets: {@link OutboxOptions.elapsed}. */
  readonly since: number;
  /** Its place in the order of queueing: an id. */
  readonly place: string;
}

/** The order of delivery, in memory: the most urgent first; of these lanes in turns, in a lane the one queued first. */
export interface Queue {
  size(): number;
  get(id: string): Queued | undefined;
  add(entry: Queued): void;
  remove(id: string): void;
  /** The next one of the lane whose turn it is, which goes to the end of its line; undefined when none may go now. */
  take(): Queued | undefined;
  /** Keeps a lane from its turns for so many milliseconds. */
  hold(lane: string, ms: number): void;
  /** How long a lane still waits, in milliseconds. */
  heldFor(lane: string): number;
  /** When the next of the lanes that wait has its turn, in milliseconds; Infinity when none waits. */
  nextIn(): number;
  /** The one queued first. */
  oldest(): Queued | undefined;
}

/** Lines by urgency, the most urgent first. */
type Levels<T> = { readonly urgency: number; readonly line: Line<T> }[];

interface Lane {
  readonly name: string;
  readonly levels: Levels<Queued>;
  /** Its place among the lanes, with its most urgent; it has left any other. */
  turn: Turn | undefined;
}

interface Turn {
  readonly lane: Lane;
  readonly urgency: number;
}

export function createQueue(): Queue {
  const entries = new Map<string, Queued>();
  const byAge = createLine(goesBefore);
  const lanes = new Map<string, Lane>();
  const held = new Map<string, number>();
  const turns: Levels<Turn> = [];

  function lineUp(lane: Lane): void {
    const first = firstOf(lane);
    if (first === undefined) {
      lane.turn = undefined;
      lanes.delete(lane.name);
    } else if (lane.turn === undefined || lane.turn.urgency < first.urgency) {
      lane.turn = { lane, urgency: first.urgency };
      levelOf(turns, first.urgency, createLine).add(lane.turn);
    }
  }

  function letGo(): void {
    const now = performance.now();
    for (const [name, until] of held) {
      if (until > now) continue;
      held.delete(name);
      const lane = lanes.get(name);
      if (lane !== undefined) lineUp(lane);
    }
  }

  /** What was removed or went to another lane stays in its line until it is met. */
  function firstLive(line: Line<Queued>): Queued | undefined {
    let first = line.first();
    while (first !== undefined && entries.get(first.id) !== first) {
      line.shift();
      first = line.first();
    }
    return first;
  }

  function firstOf({ levels }: Lane): Queued | undefined {
    for (const { line } of levels) {
      const first = firstLive(line);
      if (first !== undefined) return first;
    }
    return undefined;
  }

  /** A lane that has nothing so urgent any more goes to the line where it belongs. */
  function takeFrom({ line, urgency }: Levels<Turn>[number]): Queued | undefined {
    for (let turn = line.shift(); turn !== undefined; turn = line.shift()) {
      const { lane } = turn;
      if (lane.turn !== turn) continue;
      lane.turn = undefined;
      if (held.has(lane.name)) continue;
      lineUp(lane);
      if (firstOf(lane)?.urgency === urgency) return firstOf(lane);
    }
    return undefined;
  }

  return {
    size: () => entries.size,
    get: (id) => entries.get(id),
    add(entry) {
      entries.set(entry.id, entry);
      byAge.add(entry);
      const lane = lanes.get(entry.lane) ?? { name: entry.lane, levels: [], turn: undefined };
      lanes.set(entry.lane, lane);
      levelOf(lane.levels, entry.urgency, () => createLine(goesBefore)).add(entry);
      if (!held.has(entry.lane)) lineUp(lane);
    },
    remove: (id) => void entries.delete(id),
    take() {
      letGo();
      for (const level of turns) {
        const first = takeFrom(level);
        if (first !== undefined) return first;
      }
      return undefined;
    },
    hold: (lane, ms) => void held.set(lane, performance.now() + ms),
    heldFor: (lane) => Math.max(0, (held.get(lane) ?? 0) - performance.now()),
    nextIn() {
      let first = Number.POSITIVE_INFINITY;
      for (const until of held.values()) first = Math.min(first, until);
      return Math.max(0, first - performance.now());
    },
    oldest: () => firstLive(byAge),
  };
}

function goesBefore(one: Queued, other: Queued): boolean {
  return one.place < other.place;
}

function levelOf<T>(levels: Levels<T>, urgency: number, createLine: () => Line<T>): Line<T> {
  const at = levels.findIndex((level) => level.urgency <= urgency);
  const found = levels[at];
  if (found?.urgency === urgency) return found.line;
  const line = createLine();
  levels.splice(at === -1 ? levels.length : at, 0, { urgency, line });
  return line;
}
