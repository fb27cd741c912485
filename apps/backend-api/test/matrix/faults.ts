import type { FaultName } from './expected.js';
import type { Part } from './parts.js';
import { SCALE } from './scale.js';

/** A way to break one part, and to make it whole again. Both resolve when it is done. */
export interface Fault {
  strike(part: Part): unknown;
  mend(part: Part): Promise<void>;
}

const resume = ({ line }: Part) => line.resume();
const delay = (ms: number): Fault => ({
  strike: ({ line }) => line.delay(ms / 2),
  mend: async ({ line }) => line.delay(0),
});

const refused: Fault = { strike: ({ line }) => line.refuse(), mend: resume };

/** The port of a process that is dead refuses connections, and so must the line to it, from before it is dead on. */
const killed: Fault = {
  async strike({ server, line }) {
    await line.refuse();
    await server.kill();
  },
  async mend({ server, line }) {
    await server.up();
    await line.resume();
  },
};

export const HOW: Readonly<Record<FaultName, Fault>> = {
  refused,
  'connection reset': { strike: ({ line }) => line.resetAll(), mend: resume },
  hanging: { strike: ({ server }) => server.freeze(), mend: ({ server }) => server.thaw() },
  'black hole': { strike: ({ line }) => line.swallow(), mend: resume },
  'slow 900 ms': delay(SCALE.slowMs),
  'slow 5 s': delay(SCALE.verySlowMs),
  'html body': { strike: ({ wrong }) => wrong.html(), mend: resume },
  'empty body': { strike: ({ wrong }) => wrong.empty(), mend: resume },
  'truncated JSON': { strike: ({ wrong }) => wrong.truncated(), mend: resume },
  '200 of another service': { strike: ({ wrong }) => wrong.another(), mend: resume },
  'kill -9': killed,
  'down at boot': refused,
  'flapping every 2 s': refused,
  'flapping unconfirmed': { strike: ({ line }) => line.reset(), mend: resume },
};
