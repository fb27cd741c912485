import { randomBytes } from 'node:crypto';

const TIME_DIGITS = 9;
const SEQUENCE_DIGITS = 4;
const MOST_IN_A_MILLISECOND = 36 ** SEQUENCE_DIGITS;

/** Where an envelope stands on disk: its course under its state, its payload apart, so that a start reads no payload. */
export const keys = {
  queued: (id: string) => `queued/${id}`,
  sent: (id: string) => `sent/${id}`,
  dead: (id: string) => `dead/${id}`,
  payload: (id: string) => `payload/${id}`,
  idempotency: (text: string) => `key/${text}`,
  /** Names what is removed at `at`. */
  expiry: (at: number, name: string) => `expiry/${time(at)}/${name}`,
} as const;

/** All keys under one of the prefixes of {@link keys}. */
export function under(prefix: 'queued' | 'sent' | 'dead' | 'expiry') {
  return { gte: `${prefix}/`, lt: `${prefix}0` };
}

/** What is removed before `at`. */
export function expiredBefore(at: number) {
  return { gte: 'expiry/', lt: `expiry/${time(at)}` };
}

/** The id in a key of one of the states. */
export function idOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

/** Ids that grow: in the order of their making, across restarts too, and whatever the clock does. */
export interface Ids {
  next(): string;
  /** What is made from now on comes after `id`. */
  seen(id: string): void;
}

export function createIds(now: () => number): Ids {
  let at = 0;
  let sequence = 0;
  return {
    next() {
      const time = now();
      if (time > at) [at, sequence] = [time, 0];
      else if (sequence + 1 < MOST_IN_A_MILLISECOND) sequence += 1;
      else [at, sequence] = [at + 1, 0];
      return `${digits(at, TIME_DIGITS)}${digits(sequence, SEQUENCE_DIGITS)}${randomBytes(3).toString('hex')}`;
    },
    seen(id) {
      const time = Number.parseInt(id.slice(0, TIME_DIGITS), 36);
      if (time >= at) [at, sequence] = [time + 1, 0];
    },
  };
}

function time(at: number): string {
  return digits(Math.max(0, at), TIME_DIGITS);
}

function digits(value: number, length: number): string {
  return Math.floor(value).toString(36).padStart(length, '0');
}
