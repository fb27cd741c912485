import { identityOf } from '../process/identity.js';
import type { ManagedService, StackContext } from '../services/managed-service.js';
import type { Tell } from './events.js';
import { createHealthWatch } from './health-watch.js';
import type { SignalWatch } from './signals.js';
import { createStack, type Stack } from './stack.js';
import { StartFailure } from './start-failure.js';
import { type StackState, writeState } from './state.js';

export type RunStackOptions = {
  services: readonly ManagedService[];
  context: StackContext;
  signals: SignalWatch;
  tell: Tell;
};

const SETTLE_WITHIN_MS = 5_000;

/**
 * Starts the stack, tells `up` when everything answers, keeps it running until a signal asks to stop, and stops it.
 * The state is on disk all the while.
 *
 * @throws {StartFailure} when the start fails or is interrupted; everything has been stopped again then
 */
export async function runStack({ services, context, signals, tell }: RunStackOptions): Promise<void> {
  let phase: StackState['phase'] = 'starting';
  const stack = createStack(services, context, { onChange: () => save() });
  const watch = createHealthWatch(
    `http://${context.host}:${context.settings.BACKEND_PORT}/health`,
    context.log,
  );

  function save(): void {
    const state = describe(phase, { services, context, stack });
    try {
      writeState(context.paths.state, state);
    } catch (error) {
      context.log(`${context.paths.state} cannot be written: ${(error as Error).message}`);
    }
    tell({ kind: 'state', state });
  }

  function enter(next: StackState['phase']): void {
    phase = next;
    save();
  }

  signals.onHangup(stack.reload);
  save();
  try {
    await Promise.race([stack.start(), signals.stopRequested]);
    await Promise.race([watch.settle(SETTLE_WITHIN_MS), signals.stopRequested]);
    if (signals.stopping.aborted) throw new StartFailure(['Stopped before everything had been started.']);
    enter('up');
    tell({ kind: 'up' });
    await watch.run(signals.stopping);
  } finally {
    enter('stopping');
    await stack.stop();
    enter('stopped');
  }
}

function describe(
  phase: StackState['phase'],
  { services, context, stack }: { services: readonly ManagedService[]; context: StackContext; stack: Stack },
): StackState {
  const running = stack.services();
  const external = services.flatMap(({ name, supply }) => {
    const where = running[name] === undefined ? supply?.external(context) : undefined;
    return where === undefined ? [] : [[name, where]];
  });
  return {
    phase,
    gateway: identityOf(process.pid) ?? { pid: process.pid, start_time: '' },
    host: context.host,
    services: running,
    external: Object.fromEntries(external),
  };
}
