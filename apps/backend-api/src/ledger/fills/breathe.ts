import { setImmediate as nextTurn } from 'node:timers/promises';

/** So many fills are worked on in a few milliseconds. */
const FILLS = 250;

/** Lets others have their turn: to be asked once per fill, and awaited when it is due. */
export interface Breath {
  isDue(): boolean;
  take(): Promise<void>;
}

export function createBreath(): Breath {
  let done = 0;
  return {
    isDue() {
      done += 1;
      return done % FILLS === 0;
    },
    take: () => nextTurn(),
  };
}
