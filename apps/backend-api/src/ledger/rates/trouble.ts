import { AppError, type Logger, reasonOf } from '@neuratrade/service-kit';
import { NoAnswer } from '../../market/ccxt-client/failure.js';

/** After a failure nothing is asked for so long. */
export const PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 300_000;
/** What failed for so long is not waited for any more. */
const GIVEN_UP_MS = 600_000;

/** An exchange, or one market of it. */
export interface Asked {
  readonly exchange: string;
  readonly symbol?: string;
}

/** Keeps those that fail from being asked again and again. */
export interface Trouble {
  /** Whether it may be asked now. */
  isReady(asked: Asked): boolean;
  /** Whether it fails for so long that the others have to do. */
  isGivenUp(asked: Asked): boolean;
  failed(asked: Asked, error: unknown): void;
  worked(asked: Asked): void;
}

interface Failing {
  readonly since: number;
  until: number;
}

/** The one that all exchanges are asked through. */
const ALL: Asked = { exchange: '' };

export function createTrouble(logger: Logger, now: () => number = Date.now): Trouble {
  const failing = new Map<string, Failing>();

  const recover = (asked: Asked): void => {
    if (failing.delete(keyOf(asked))) logger.info('Rates are told again', fieldsOf(asked));
  };
  const concerning = (asked: Asked): (Failing | undefined)[] =>
    [ALL, { exchange: asked.exchange }, asked].map((whom) => failing.get(keyOf(whom)));

  return {
    isReady: (asked) => concerning(asked).every((known) => known === undefined || known.until <= now()),
    isGivenUp: (asked) =>
      concerning(asked).some((known) => known !== undefined && known.since <= now() - GIVEN_UP_MS),
    failed(asked, error) {
      const whom = whoFailed(asked, error);
      if (whom !== ALL) recover(ALL);
      const known = failing.get(keyOf(whom));
      const until = now() + pauseOf(error);
      if (known !== undefined) known.until = until;
      else {
        failing.set(keyOf(whom), { since: now(), until });
        logger.warn('Rates cannot be asked for', { ...fieldsOf(whom), error: messageOf(error) });
      }
    },
    worked(asked) {
      for (const whom of [ALL, { exchange: asked.exchange }, asked]) recover(whom);
    },
  };
}

/** An exchange may fail at one market, or at times that it does not tell any more, and tell all others. */
function whoFailed(asked: Asked, error: unknown): Asked {
  if (error instanceof NoAnswer) return ALL;
  const atThis = error instanceof AppError && error.code === 'exchange_failed';
  return atThis ? asked : { exchange: asked.exchange };
}

function pauseOf(error: unknown): number {
  const seconds = error instanceof AppError ? error.retryAfterSeconds : undefined;
  return seconds === undefined ? PAUSE_MS : Math.min(seconds * 1_000, LONGEST_PAUSE_MS);
}

const keyOf = ({ exchange, symbol = '' }: Asked): string => `${exchange} ${symbol}`;

const fieldsOf = (asked: Asked): Readonly<Record<string, string>> => (asked === ALL ? {} : { ...asked });

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : reasonOf(error);
}
