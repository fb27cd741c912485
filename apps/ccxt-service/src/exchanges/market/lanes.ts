import { performance } from 'node:perf_hooks';

/** `quotes` go first; `bulk` is what can wait: candles, lists of markets, back-fills. */
export type Lane = 'quotes' | 'bulk';

/** One exchange's rate limit, for all requests together. */
export interface Lanes {
  /** Resolves when a request of this cost may be sent; rejects with the signal's reason, and is then forgotten. */
  enter(lane: Lane, cost: number, signal: AbortSignal | undefined): Promise<void>;
}

export interface LanesOptions {
  /** Milliseconds after which another request of cost 1 may be sent: ccxt's `rateLimit`. */
  readonly msPerCost: number;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
}

interface Waiter {
  readonly cost: number;
  readonly admit: () => void;
}

/** What the bucket holds at most, as ccxt's own does. */
const CAPACITY = 1;
/** The part of the rate that bulk has for certain while it waits. */
const BULK_SHARE = 0.2;
/** Beside quotes, bulk goes at most so often: reading thousands of candles takes this process longer than sending for them. */
const BULK_EVERY_MS = 250;
/** For how long a quote counts as recent. */
const RECENT_MS = 1_000;
/** What rounding may lack. */
const EPSILON = 1e-9;

/**
 * A token bucket that both lanes are paid from, with ccxt's rate in sum. A quote goes as soon as the bucket is not in debt, as in ccxt's
 * own throttle. Bulk goes only when the bucket is full, or from what it saved up: a share of the rate, and all of what runs over. So it
 * never leaves a debt that a quote would have to wait for. While there are quotes it goes four times a second at most.
 */
export function createLanes({ msPerCost, now = () => performance.now() }: LanesOptions): Lanes {
  const quotes: Waiter[] = [];
  const bulk: Waiter[] = [];
  let tokens = CAPACITY;
  let savings = 0;
  let last = now();
  let timer: NodeJS.Timeout | undefined;
  let latestQuote = Number.NEGATIVE_INFINITY;
  let latestBulk = Number.NEGATIVE_INFINITY;

  const shareOfBulk = () => (bulk.length === 0 ? 0 : BULK_SHARE);

  const refill = () => {
    const time = now();
    const gained = Math.max(0, time - last) / msPerCost;
    last = time;
    const filled = tokens + gained * (1 - shareOfBulk());
    tokens = Math.min(CAPACITY, filled);
    const [first] = bulk;
    if (first === undefined) savings = 0;
    else savings = Math.min(first.cost, savings + gained * BULK_SHARE + (filled - tokens));
  };

  const admitQuotes = () => {
    while (tokens >= -EPSILON) {
      const next = quotes.shift();
      if (next === undefined) return;
      tokens -= next.cost;
      latestQuote = last;
      next.admit();
    }
  };

  /** Milliseconds for which bulk has to give way, whatever it saved up. */
  const bulkGivesWayFor = () => (last - latestQuote < RECENT_MS ? latestBulk + BULK_EVERY_MS - last : 0);

  const admitBulk = () => {
    for (let [next] = bulk; next !== undefined; [next] = bulk) {
      if (bulkGivesWayFor() > 0) return;
      if (next.cost <= CAPACITY && tokens >= CAPACITY - EPSILON) tokens -= next.cost;
      else if (savings >= next.cost - EPSILON) savings -= next.cost;
      else return;
      bulk.shift();
      latestBulk = last;
      next.admit();
    }
  };

  /** For how many milliseconds nobody who waits can be admitted. */
  const closedFor = () => {
    const rate = (1 - shareOfBulk()) / msPerCost;
    const waits: number[] = quotes.length === 0 ? [] : [-tokens / rate];
    const [first] = bulk;
    if (first !== undefined) {
      const untilSaved = ((first.cost - savings) * msPerCost) / (tokens < CAPACITY ? BULK_SHARE : 1);
      const untilFull = tokens < CAPACITY ? (CAPACITY - tokens) / rate : untilSaved;
      waits.push(Math.max(bulkGivesWayFor(), Math.min(untilSaved, untilFull)));
    }
    return Math.max(1, Math.ceil(Math.min(...waits)));
  };

  const advance = () => {
    clearTimeout(timer);
    refill();
    admitQuotes();
    admitBulk();
    if (quotes.length + bulk.length > 0) timer = setTimeout(advance, closedFor());
  };

  return {
    enter: (lane, cost, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const waiting = lane === 'quotes' ? quotes : bulk;
        const leave = () => {
          waiting.splice(waiting.indexOf(waiter), 1);
          reject(signal?.reason);
        };
        const waiter: Waiter = {
          cost,
          admit() {
            signal?.removeEventListener('abort', leave);
            resolve();
          },
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(waiter);
        advance();
      }),
  };
}
