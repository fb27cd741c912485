import { portOwner } from '../process/ports.js';
import type { ManagedService, StackContext } from '../services/managed-service.js';
import type { RestartDesk, Restarts } from './control/restart-desk.js';
import { describeStack } from './describe-stack.js';
import type { Tell } from './events.js';
import { Refusal, StartFailure } from './failures.js';
import { createHealthWatch } from './health-watch.js';
import { findObjections, findProblems, sampleUrls } from './preflight.js';
import { restartProblems } from './restart-problems.js';
import type { SignalWatch } from './signals.js';
import { createStack, type Stack } from './stack.js';
import { type StackState, writeState } from './state.js';

export type RunStackOptions = {
  services: readonly ManagedService[];
  context: StackContext;
  /** A context out of the settings as they are by now, over those URLs. Throws a ConfigError for bad ones. */
  fresh(urls: StackContext['urls'], note: (text: string) => void): Promise<StackContext>;
  desk: RestartDesk;
  signals: SignalWatch;
  tell: Tell;
};

/** A restart of everything that is under way. */
type Replacement = { context: StackContext; resolve(): void; reject(error: unknown): void };

const SETTLE_WITHIN_MS = 5_000;

/**
 * Starts the stack, tells `up` when everything answers, keeps it running until a signal asks to stop, and stops it;
 * meanwhile carries out the restarts that are asked for at the desk. The state is on disk all the while.
 *
 * @throws {StartFailure} when a start fails or is interrupted; everything has been stopped again then
 */
export async function runStack(options: RunStackOptions): Promise<void> {
  const { services, signals } = options;
  let replacement = await runUntilReplaced(options.context, options, () => undefined);
  while (replacement !== undefined) {
    const { context, resolve, reject } = replacement;
    try {
      refuseWhenStopped(signals);
      context.log('Starting NeuraTrade Gateway again...');
      context.log(`Backend Port: ${context.settings.BACKEND_PORT}`);
      const problems = await findProblems(services, context);
      if (problems.length > 0) throw new StartFailure(problems);
      replacement = await runUntilReplaced(context, options, resolve);
    } catch (error) {
      reject(error);
      if (signals.stopping.aborted) return;
      throw error;
    }
  }
}

async function runUntilReplaced(
  context: StackContext,
  { services, signals, tell, desk, fresh }: RunStackOptions,
  onUp: () => void,
): Promise<Replacement | undefined> {
  let phase: StackState['phase'] = 'starting';
  let replacement: Replacement | undefined;
  const replaced = new AbortController();
  const stack = createStack(services, context, { onChange: () => save() });
  const watch = createHealthWatch(
    `http://${context.host}:${context.settings.BACKEND_PORT}/health`,
    context.log,
  );

  function save(): void {
    const state = describeStack(phase, { services, context, stack });
    try {
      writeState(context.paths.state, state);
    } catch (error) {
      context.log(`${context.paths.state} cannot be written: ${(error as Error).message}`);
    }
    tell({ kind: 'state', state });
    desk.show(state);
  }

  function enter(next: StackState['phase']): void {
    phase = next;
    save();
  }

  const restarts = restartsOf(stack, { services, context, fresh, signals }, (next) => {
    replacement = next;
    replaced.abort();
  });

  signals.onHangup(stack.reload);
  save();
  try {
    await Promise.race([stack.start(), signals.stopRequested]);
    await Promise.race([watch.settle(SETTLE_WITHIN_MS), signals.stopRequested]);
    if (signals.stopping.aborted) throw new StartFailure(['Stopped before everything had been started.']);
    enter('up');
    desk.offer(restarts);
    tell({ kind: 'up' });
    onUp();
    await watch.run(AbortSignal.any([signals.stopping, replaced.signal]));
  } finally {
    desk.offer({ refused: 'NeuraTrade is being stopped. Start it with neuratrade gateway start.' });
    enter('stopping');
    await stack.stop();
    if (replacement === undefined || signals.stopping.aborted) enter('stopped');
  }
  return replacement;
}

function restartsOf(
  stack: Stack,
  { services, context, fresh, signals }: Pick<RunStackOptions, 'services' | 'context' | 'fresh' | 'signals'>,
  replace: (replacement: Replacement) => void,
): Restarts {
  return {
    async one(name, note) {
      const next = await fresh(context.urls, note);
      const running = Object.keys(stack.services());
      const problems = restartProblems(name, { services, now: context, next, running });
      if (problems.length > 0) throw new Refusal(problems);
      const one = services.filter((service) => service.name === name);
      const objections = await findObjections(one, next);
      if (objections.length > 0) throw new Refusal(objections);
      await stack.restart(name, next);
    },
    async all(note) {
      const next = await fresh(new Map(), note);
      const problems = await findProblems(services, next, portsHeld(stack));
      if (problems.length > 0) throw new Refusal(problems);
      const objections = await findObjections(services, { ...next, urls: sampleUrls(services, next) });
      if (objections.length > 0) throw new Refusal(objections);
      refuseWhenStopped(signals);
      await new Promise<void>((resolve, reject) => replace({ context: next, resolve, reject }));
    },
  };
}

function refuseWhenStopped({ stopping }: SignalWatch): void {
  if (stopping.aborted) throw new StartFailure(['NeuraTrade was stopped in the middle of it.']);
}

/** Ports that the stack's own processes listen on; that of a service without one may have been taken meanwhile. */
function portsHeld(stack: Stack): Set<number> {
  const held = Object.values(stack.services()).filter(({ process, port }) => {
    const owner = process && port ? portOwner(port) : undefined;
    return process !== null && (owner === undefined || owner.pid === process.pid);
  });
  return new Set(held.flatMap(({ port }) => port ?? []));
}
