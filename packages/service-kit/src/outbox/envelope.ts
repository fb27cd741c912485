export type EnvelopeState = 'queued' | 'sent' | 'dead';

/** One thing to deliver, with what became of it. Times are epoch milliseconds. */
export interface Envelope<P> {
  readonly id: string;
  /** What is delivered in order and waits together, as a chat. */
  readonly lane: string;
  /** Higher goes first within its lane. */
  readonly urgency: number;
  readonly payload: P;
  readonly queuedAt: number;
  /** How often its delivery was tried. */
  readonly attempts: number;
  /** Not before then it is tried; null when it is not tried any more. */
  readonly nextAt: number | null;
  readonly state: EnvelopeState;
  /** Why the last attempt failed. */
  readonly error: string | null;
  /** When it was sent or given up. */
  readonly endedAt: number | null;
}
