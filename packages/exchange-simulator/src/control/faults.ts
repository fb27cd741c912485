import { z } from 'zod';
import { PAGE_FAULTS, type PageFault } from './bend-page.js';

const WEEK_MS = 7 * 86_400_000;
const LONGEST_DELAY_MS = 600_000;

const target = {
  path: z
    .string('path must be a text')
    .regex(
      /^(\*|\/s?api\/\S+)$/,
      'path must be * or one exact path of the exchange, such as /api/v3/time, without a query',
    ),
  count: z.int('count must be a whole number').min(1, 'count must be at least 1').optional(),
  for_ms: z
    .int('for_ms must be a whole number of milliseconds')
    .min(1, 'for_ms must be at least 1')
    .optional(),
};

const within = (what: string, min: number, max: number) => {
  const message = `value must be ${what} from ${min} to ${max}`;
  return z.int(message).min(min, message).max(max, message);
};

const plain = <K extends string>(kind: K) =>
  z.strictObject({ ...target, kind: z.literal(kind), value: z.null('this kind takes no value').optional() });

/** What `POST /_sim/faults` takes. */
export const faultSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      ...target,
      kind: z.literal('latency'),
      value: within('the delay in milliseconds,', 0, LONGEST_DELAY_MS),
    }),
    z.strictObject({
      ...target,
      kind: z.literal('status'),
      value: within('an HTTP status', 400, 599),
    }),
    z.strictObject({
      ...target,
      kind: z.literal('clock_skew'),
      value: within('how many milliseconds the clock is ahead,', -WEEK_MS, WEEK_MS),
    }),
    plain('reset'),
    plain('hang'),
    plain('html'),
    plain('empty'),
    ...PAGE_FAULTS.map(plain),
  ],
  `kind must be one of latency, status, reset, hang, html, empty, clock_skew, ${PAGE_FAULTS.join(', ')}`,
);

/** A fault as it was asked for: on one path or `*` all, for so many requests or so long, else until it is cleared. */
type Fault = z.infer<typeof faultSchema>;

/** A fault that replaces the answer. */
export type BrokenAnswer = Exclude<Fault, { kind: 'latency' | 'clock_skew' | PageFault }>;

/** What befalls one request. Delays and skews add up; of several broken answers, and of several bent pages, the latest one counts. */
interface Effects {
  readonly delayMs: number;
  readonly skewMs: number;
  readonly broken: BrokenAnswer | undefined;
  readonly page: PageFault | undefined;
}

/** The faults that are in force. */
export interface Faults {
  add(fault: Fault): void;
  /** Ends all faults and returns how many there were. */
  clear(): number;
  /** Looks up what befalls a request to `path`, and counts it against the faults that do. */
  take(path: string): Effects;
}

interface Active {
  readonly fault: Fault;
  readonly until: number;
  left: number;
}

/** Keeps faults; `monotonic` tells milliseconds and never jumps. */
export function createFaults(monotonic: () => number): Faults {
  let active: Active[] = [];
  const prune = () => {
    const now = monotonic();
    active = active.filter((entry) => entry.left > 0 && now < entry.until);
  };
  return {
    add(fault) {
      active.push({
        fault,
        until: fault.for_ms === undefined ? Number.POSITIVE_INFINITY : monotonic() + fault.for_ms,
        left: fault.count ?? Number.POSITIVE_INFINITY,
      });
    },
    clear() {
      prune();
      return active.splice(0).length;
    },
    take(path) {
      prune();
      let delayMs = 0;
      let skewMs = 0;
      let broken: BrokenAnswer | undefined;
      let page: PageFault | undefined;
      const here = active.filter(({ fault }) => fault.path === '*' || fault.path === path).reverse();
      for (const entry of here) {
        const { fault } = entry;
        if (fault.kind === 'latency') delayMs += fault.value;
        else if (fault.kind === 'clock_skew') skewMs += fault.value;
        else if (isPageFault(fault.kind)) {
          if (page !== undefined) continue;
          page = fault.kind;
        } else if (broken === undefined) broken = fault as BrokenAnswer;
        else continue;
        entry.left -= 1;
      }
      return { delayMs, skewMs, broken, page };
    },
  };
}

function isPageFault(kind: Fault['kind']): kind is PageFault {
  return (PAGE_FAULTS as readonly string[]).includes(kind);
}
