import type { ManagedService, StackContext } from '../services/managed-service.js';
import { type Child, createChild } from './child/child.js';
import { type ChildTiming, defaultTiming } from './child/timing.js';
import type { ServiceState } from './state.js';

/** The processes of one home, started and stopped together. */
export type Stack = {
  /** Starts everything, what does not depend on each other at once. Rejects with the first StartFailure; then call `stop`. */
  start(): Promise<void>;
  /** Ends everything one by one in the opposite order of start. Safe at any time, also during `start`. */
  stop(): Promise<void>;
  /** As {@link Child.restart}, for the service of that name; the others are left alone. */
  restart(name: string, context: StackContext): Promise<void>;
  /** What the service of that name runs within; the stack's own where it does not run here. */
  contextOf(name: string | undefined): StackContext;
  /** Passes SIGHUP on to those that write log files. */
  reload(): void;
  services(): Record<string, ServiceState>;
};

/**
 * Prepares the stack out of those services that this context needs, in the order given.
 * `onChange` is called after each change of a service's state.
 */
export function createStack(
  services: readonly ManagedService[],
  context: StackContext,
  options: { onChange(): void; timing?: ChildTiming },
): Stack {
  const wanted = services.filter(
    ({ supply }) => supply === undefined || supply.because(context) !== undefined,
  );
  const launched = new Map(wanted.map(({ name }) => [name, promiseWithResolvers()]));
  const answering = new Map(wanted.map(({ name }) => [name, promiseWithResolvers()]));
  const children = wanted.map((service) => ({
    service,
    child: createChild(service, context, options.onChange, options.timing ?? defaultTiming),
  }));
  let stopping: Promise<void> | undefined;

  async function startOne(service: ManagedService, child: Child): Promise<void> {
    await settled('to answer', service.needs, answering, child);
    await settled('to start', service.after, launched, child);
    await child.start(() => launched.get(service.name)?.resolve());
    answering.get(service.name)?.resolve();
  }

  async function settled(
    what: string,
    names: readonly string[],
    stages: ReadonlyMap<string, { promise: Promise<void> }>,
    child: Child,
  ): Promise<void> {
    const present = names.filter((name) => stages.has(name));
    if (present.length > 0) child.waitFor(`${present.join(' and ')} ${what}`);
    await Promise.all(present.map((name) => stages.get(name)?.promise));
  }

  function find(name: string | undefined): Child | undefined {
    return children.find(({ child }) => child.name === name)?.child;
  }

  async function stopAll(): Promise<void> {
    for (const { child } of children) child.halt();
    for (const { child } of [...children].reverse()) await child.stop();
  }

  return {
    start: async () => {
      await Promise.all(children.map(({ service, child }) => startOne(service, child)));
    },
    stop: () => {
      stopping ??= stopAll();
      return stopping;
    },
    restart: async (name, next) => find(name)?.restart(next),
    contextOf: (name) => find(name)?.context() ?? context,
    reload: () => {
      for (const { service, child } of children) if (service.reloads) child.signal('SIGHUP');
    },
    services: () => Object.fromEntries(children.map(({ child }) => [child.name, child.state()])),
  };
}

function promiseWithResolvers(): { promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
