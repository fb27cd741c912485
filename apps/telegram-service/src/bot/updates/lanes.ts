import { createBackoff } from '../backoff.js';
import type { Failure } from '../status.js';

const MOST_UNDER_WAY = 200;

export interface Lanes<T> {
  /** Queues an item in its lane. */
  add(lane: string, item: T): void;
  /** From now on items are worked on. */
  start(): void;
  /** Begins no more work. */
  stop(): void;
  /** Resolves when no work is under way. */
  idle(): Promise<void>;
}

interface Lane<T> {
  readonly items: T[];
  readonly backoff: ReturnType<typeof createBackoff>;
}

/**
 * Works on the items of a lane one after the other, on up to 200 lanes at a time. `work` never rejects; an item that comes back with
 * a failure is worked on again later, before its lane goes on.
 */
export function createLanes<T>(work: (item: T) => Promise<Failure | undefined>): Lanes<T> {
  const lanes = new Map<string, Lane<T>>();
  const ready: string[] = [];
  let waiting: (() => void)[] = [];
  let underWay = 0;
  let running = false;

  function line(key: string): void {
    ready.push(key);
    go();
  }

  function go(): void {
    while (running && underWay < MOST_UNDER_WAY) {
      const key = ready.shift();
      if (key === undefined) return;
      const lane = lanes.get(key);
      if (lane !== undefined) void run(key, lane);
    }
  }

  async function run(key: string, lane: Lane<T>): Promise<void> {
    const [item] = lane.items;
    if (item === undefined) return;
    underWay += 1;
    const failure = await work(item);
    underWay -= 1;
    if (failure !== undefined) {
      setTimeout(() => line(key), lane.backoff.next(failure)).unref();
    } else {
      lane.backoff.reset();
      lane.items.shift();
      if (lane.items.length > 0) ready.push(key);
      else lanes.delete(key);
    }
    go();
    if (underWay > 0) return;
    for (const tell of waiting) tell();
    waiting = [];
  }

  return {
    add(key, item) {
      const lane = lanes.get(key);
      if (lane !== undefined) return void lane.items.push(item);
      lanes.set(key, { items: [item], backoff: createBackoff() });
      line(key);
    },
    start() {
      running = true;
      go();
    },
    stop() {
      running = false;
    },
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
