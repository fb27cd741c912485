import type { Logger } from '../log/logger.js';
import type { BackoffSteps } from './backoff.js';
import type { Envelope } from './envelope.js';

/** What became of one attempt to deliver. */
export type Delivery<P> =
  /** With `restMs`, its lane rests for so long after it. */
  | { readonly outcome: 'sent'; readonly restMs?: number }
  /** Its lane waits for so many milliseconds. */
  | { readonly outcome: 'lane_wait'; readonly ms: number; readonly reason: string }
  /** Nobody was reached: its lane waits, 1, 2, 4 … 60 s, and everything does where lanes fail one after the other. */
  | { readonly outcome: 'retry'; readonly reason: string }
  /** Once more at once, changed. */
  | { readonly outcome: 'change'; readonly payload: P; readonly lane?: string; readonly reason: string }
  /** It can never be delivered. */
  | { readonly outcome: 'dead'; readonly reason: string };

export interface NewItem<P> {
  readonly lane: string;
  readonly urgency: number;
  readonly payload: P;
}

/** What is added under a known text is the same thing if its fingerprint is the same, else a conflict. */
export interface IdempotencyKey {
  readonly text: string;
  readonly fingerprint: string;
}

export interface Added<P> {
  /** The key was known: nothing was added, these are the envelopes of the first time. */
  readonly known: boolean;
  readonly envelopes: Envelope<P>[];
}

export interface OutboxState {
  readonly queued: number;
  readonly oldestQueuedAt: number | null;
  readonly dead: number;
  /** Why the last attempt failed; null after one that succeeded. */
  readonly lastError: string | null;
  /** Why nothing can be written; null while it can. */
  readonly broken: string | null;
}

/** A queue on disk of what has to be delivered, one at a time: the most urgent first, then lanes in turns, in order within a lane. */
export interface Outbox<P> {
  /** All or none; on disk when it resolves. @throws OutboxError */
  add(items: readonly NewItem<P>[], key?: IdempotencyKey): Promise<Added<P>>;
  /** Whether something was added under this key within the time that ended envelopes are kept. */
  has(key: string): Promise<boolean>;
  get(id: string): Promise<Envelope<P> | undefined>;
  /** Oldest first; `count`: how many there are in all. */
  list(query: { readonly state: Envelope<P>['state']; readonly limit: number }): Promise<{
    envelopes: Envelope<P>[];
    count: number;
  }>;
  /** Queues a dead letter again; undefined when there is none of this id. @throws OutboxError */
  retry(id: string): Promise<Envelope<P> | undefined>;
  /** From memory. */
  state(): OutboxState;
  /** Begins to deliver. */
  start(): void;
  /** Lets the delivery under way end, cuts it off after a grace, and closes the store. */
  close(): Promise<void>;
}

export interface OutboxOptions<P> {
  readonly folder: string;
  readonly deliver: (envelope: Envelope<P>, signal: AbortSignal) => Promise<Delivery<P>>;
  readonly logger: Logger;
  /** Told once of each that was given up, when that is on disk. */
  readonly onDead?: (envelope: Envelope<P>) => void;
  /** What was not delivered for this long is a dead letter. */
  readonly giveUpAfterMs: number;
  /** The most that may be queued; 100,000 unless given. */
  readonly most?: number;
  /** How long ended envelopes and keys are kept; a week unless given. */
  readonly keepMs?: number;
  /** Epoch milliseconds; the clock that times are told by. */
  readonly now?: () => number;
  /** Milliseconds that pass however that clock is set: by these this process tells what waited too long. */
  readonly elapsed?: () => number;
  /** The pauses after `retry`; 1 s to 60 s unless given. */
  readonly backoff?: BackoffSteps;
  /** How long `close` lets a delivery go on before its signal aborts; 3 s unless given. */
  readonly graceMs?: number;
  /** How long it waits for another process to let go of the folder; 10 s unless given. */
  readonly lockWaitMs?: number;
}
