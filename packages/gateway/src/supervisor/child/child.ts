import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagedService, StackContext } from '../../services/managed-service.js';
import { StartFailure } from '../failures.js';
import type { ServiceState } from '../state.js';
import { describeExit, messageOf, secondsOf } from '../words.js';
import { createOrderSlot } from './order-slot.js';
import { createChildProcess, type Running } from './process.js';
import { createChildRecord } from './record.js';
import { type ChildTiming, nextAttempt } from './timing.js';

/** One managed process over its life: started once, restarted whenever it ends or on request, stopped once. */
export type Child = {
  readonly name: string;
  readonly title: string;
  state(): ServiceState;
  /** What its process was started with, and is started with again when it ends. */
  context(): StackContext;
  /** Says what the first start still waits for. */
  waitFor(what: string): void;
  /** Resolves when it answers for the first time; throws a StartFailure when it does not come to that. */
  start(onLaunched: () => void): Promise<void>;
  /**
   * Ends the process in order and starts it at once within `context`, also while it waits for a restart. Resolves when
   * it answers; throws a StartFailure when it does not come to that, and then goes on trying. One at a time.
   */
  restart(context: StackContext): Promise<void>;
  /** From now on nothing is started any more. */
  halt(): void;
  /** Ends the process, by force after its deadline. */
  stop(): Promise<void>;
  signal(name: NodeJS.Signals): void;
};

/** Prepares a child; nothing runs before `start`. `onChange` is called after each change of its state. */
export function createChild(
  service: ManagedService,
  initial: StackContext,
  onChange: () => void,
  timing: ChildTiming,
): Child {
  const { name, title } = service;
  const { log, redact } = initial;
  const halted = new AbortController();
  const orders = createOrderSlot<StackContext>(halted.signal);
  const record = createChildRecord(service, initial, onChange);
  const live = createChildProcess(service, record, timing);
  let context = initial;
  let attempt = 0;

  async function bringUp(state: 'starting' | 'restarting', onLaunched = () => {}): Promise<Running> {
    halted.signal.throwIfAborted();
    record.change({ state, waiting_for: 'its process' });
    const interrupted = AbortSignal.any([halted.signal, orders.waiting()]);
    const running = await live.bringUp(context, interrupted, onLaunched);
    record.change({ state: 'up', waiting_for: null });
    return running;
  }

  async function keepAlive(first: Running): Promise<void> {
    for (let running: Running | undefined = first; running !== undefined; ) {
      const upSince = performance.now();
      const how = await Promise.race([running.exit, orders.arrived()]);
      if (halted.signal.aborted) return;
      if (how !== undefined && !orders.waiting().aborted) {
        attempt = nextAttempt(attempt, performance.now() - upSince);
        const words = live.lastWords().at(-1);
        live.forget();
        ended(`ended (${describeExit(how)})`, words);
      }
      running = await comeBack();
    }
  }

  /** Resolves when a process answers again; to undefined when the child is halted before. */
  async function comeBack(): Promise<Running | undefined> {
    for (;;) {
      if (!orders.waiting().aborted) await backOff();
      if (halted.signal.aborted) return undefined;
      const order = orders.take();
      try {
        if (order === undefined) record.change({ restarts: record.state().restarts + 1 });
        else await makeWay(order.value);
        const running = await bringUp('restarting');
        order?.resolve();
        return running;
      } catch (error) {
        order?.reject(error);
        if (halted.signal.aborted) return undefined;
        if (orders.waiting().aborted) continue;
        await live.discard();
        attempt++;
        ended('did not come back', redact(messageOf(error)));
      }
    }
  }

  async function backOff(): Promise<void> {
    const delay = timing.restartDelay(attempt);
    record.change({ waiting_for: `its restart in ${secondsOf(delay)} s` });
    const signal = AbortSignal.any([halted.signal, orders.waiting()]);
    await sleep(delay, undefined, { signal }).catch(() => undefined);
  }

  async function makeWay(next: StackContext): Promise<void> {
    log(`${title} is restarted on request`);
    record.change({ state: 'restarting', waiting_for: 'its end', last_exit: 'stopped to be restarted' });
    await live.end();
    record.gone({ waiting_for: 'its process' });
    context = next;
    attempt = 0;
  }

  function ended(how: string, words: string | undefined): void {
    const lastExit = words ? `${how}: ${words}` : how;
    record.gone({ state: 'restarting', last_exit: lastExit });
    log(`${title} ${lastExit}; next start in ${secondsOf(timing.restartDelay(attempt))} s`);
  }

  return {
    name,
    title,
    state: record.state,
    context: () => context,
    waitFor: (what) => record.change({ waiting_for: what }),
    async start(onLaunched) {
      try {
        void keepAlive(await bringUp('starting', onLaunched));
      } catch (error) {
        if (halted.signal.aborted) throw error;
        const changes = { state: 'failed', waiting_for: null } as const;
        if (live.isRunning()) record.change(changes);
        else record.gone(changes);
        if (error instanceof StartFailure) throw error;
        throw new StartFailure([`${title} did not start: ${messageOf(error)}`]);
      }
    },
    async restart(next) {
      try {
        await orders.put(next);
      } catch (error) {
        if (halted.signal.aborted) throw new StartFailure(['NeuraTrade was stopped in the middle of it.']);
        if (error instanceof StartFailure) throw error;
        throw new StartFailure([`${title} did not come back: ${redact(messageOf(error))}`]);
      }
    },
    halt: () => halted.abort(),
    async stop() {
      halted.abort();
      await live.end();
      const { state } = record.state();
      record.gone({ state: state === 'failed' ? 'failed' : 'stopped', waiting_for: null });
    },
    signal: live.signal,
  };
}
