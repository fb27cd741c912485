import type { Summary } from '../summary/summary.js';

/** A stretch of time in milliseconds since 1970; `until` is no part of it. */
export interface Time {
  readonly from: number;
  readonly until: number;
}

/** What a summary can be of; months and days are those of UTC. */
export type Span = 'month' | 'day' | 'hour';

/** What an instant is looked up by: the fills executed then, or the trades that closed. */
export type Events = 'fills' | 'trades';

/** A month, day, hour or instant in which something happened. */
export interface Node {
  readonly startsAt: number;
  readonly summary: Summary;
}

/** All that an account did, by months, and these by what they are made of. Every list is in the order of time. */
export interface Tree {
  months(): Promise<readonly Node[]>;
  daysOf(month: number): Promise<readonly Node[]>;
  hoursOf(day: number): Promise<readonly Node[]>;
  /** Those of its fills, or those of the trades that closed: of what is not asked for, they hold nothing. */
  instantsOf(hour: number, events: Events): Promise<readonly Node[]>;
}
