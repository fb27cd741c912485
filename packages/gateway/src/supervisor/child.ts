import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileAtomically } from '../process/atomic-file.js';
import { identityOf } from '../process/identity.js';
import type { Launched, ManagedService, StackContext } from '../services/managed-service.js';
import { nextAttempt, restartDelay } from './backoff.js';
import { firstAnswer } from './first-answer.js';
import { StartFailure } from './start-failure.js';
import type { ServiceState } from './state.js';
import { describeExit, failureWords, messageOf, originOf } from './words.js';

/** One managed process over its life: started once, restarted whenever it ends, stopped once. */
export type Child = {
  readonly name: string;
  readonly title: string;
  state(): ServiceState;
  /** Says what the first start still waits for. */
  waitFor(what: string): void;
  /** Resolves when it answers for the first time; throws a StartFailure when it does not come to that. */
  start(onLaunched: () => void): Promise<void>;
  /** From now on nothing is started any more. */
  halt(): void;
  /** Ends the process, by force after the deadline. */
  stop(deadlineMs: number): Promise<void>;
  signal(name: NodeJS.Signals): void;
};

/** How long a process may take until it answers, and how often it is asked, in milliseconds. */
export type ChildTiming = {
  answerWithinMs: number;
  askEveryMs: number;
  restartDelay(attempt: number): number;
};

export const defaultTiming: ChildTiming = { answerWithinMs: 30_000, askEveryMs: 40, restartDelay };

/** Prepares a child; nothing runs before `start`. `onChange` is called after each change of its state. */
export function createChild(
  service: ManagedService,
  context: StackContext,
  onChange: () => void,
  timing: ChildTiming,
): Child {
  const { name, title } = service;
  const halted = new AbortController();
  let running: Launched | undefined;
  let launching: Promise<unknown> = Promise.resolve();
  let state: ServiceState = {
    state: 'waiting',
    process: null,
    port: null,
    since: new Date().toISOString(),
    supplied: service.supply?.word ?? null,
    waiting_for: null,
    restarts: 0,
    last_exit: null,
  };

  function change(changes: Partial<ServiceState>): void {
    const entered = changes.state !== undefined && changes.state !== state.state;
    state = { ...state, ...changes, ...(entered ? { since: new Date().toISOString() } : {}) };
    onChange();
  }

  function forget(): void {
    running = undefined;
    rmSync(context.paths.pidFile(name), { force: true });
  }

  function record({ pid, port }: { pid: number; port: number }): void {
    writeFileAtomically(context.paths.pidFile(name), `${pid}\n`);
    change({ process: identityOf(pid) ?? null, port });
  }

  async function launch(): Promise<Launched> {
    const launched = await service.launch(context, record);
    running = launched;
    context.urls.set(name, launched.url);
    record(launched);
    change({ waiting_for: launched.waitsFor });
    context.log(`${title} started (PID: ${launched.pid})${originOf(service, context, launched)}`);
    return launched;
  }

  async function bringUp(onLaunched: () => void): Promise<Launched> {
    halted.signal.throwIfAborted();
    change({ state: state.restarts === 0 ? 'starting' : 'restarting', waiting_for: 'its process' });
    const pending = launch();
    launching = pending.catch(() => undefined);
    const launched = await pending;
    onLaunched();
    await firstAnswer(launched, {
      title,
      logFile: context.paths.logFile(name),
      withinMs: timing.answerWithinMs,
      everyMs: timing.askEveryMs,
      signal: halted.signal,
      lastWords: () => lastWords(launched),
    });
    change({ state: 'up', waiting_for: null });
    return launched;
  }

  function lastWords(launched: Launched): string[] {
    return failureWords(launched.lastWords()).map(context.redact);
  }

  async function keepAlive(first: Launched): Promise<void> {
    let attempt = 0;
    let upSince = performance.now();
    for (let launched: Launched | undefined = first; launched !== undefined; ) {
      const exit = await launched.exit;
      if (halted.signal.aborted) return;
      attempt = nextAttempt(attempt, performance.now() - upSince);
      ended(`ended (${describeExit(exit)})`, lastWords(launched).at(-1), attempt);
      launched = await restart();
      upSince = performance.now();
    }

    async function restart(): Promise<Launched | undefined> {
      for (; ; attempt++) {
        const delay = timing.restartDelay(attempt);
        change({ waiting_for: `its restart in ${Math.ceil(delay / 1_000)} s` });
        await sleep(delay, undefined, { signal: halted.signal }).catch(() => undefined);
        if (halted.signal.aborted) return undefined;
        try {
          change({ restarts: state.restarts + 1 });
          return await bringUp(() => undefined);
        } catch (error) {
          if (halted.signal.aborted) return undefined;
          await running?.stop(timing.answerWithinMs);
          ended('did not come back', context.redact(messageOf(error)), attempt + 1);
        }
      }
    }
  }

  function ended(how: string, words: string | undefined, attempt: number): void {
    const seconds = Math.ceil(timing.restartDelay(attempt) / 1_000);
    const lastExit = words ? `${how}: ${words}` : how;
    forget();
    change({ state: 'restarting', process: null, last_exit: lastExit });
    context.log(`${title} ${lastExit}; next start in ${seconds} s`);
  }

  return {
    name,
    title,
    state: () => state,
    waitFor: (what) => change({ waiting_for: what }),
    async start(onLaunched) {
      try {
        const launched = await bringUp(onLaunched);
        void keepAlive(launched);
      } catch (error) {
        if (halted.signal.aborted) throw error;
        if (running === undefined) forget();
        change({ state: 'failed', waiting_for: null, process: running ? state.process : null });
        if (error instanceof StartFailure) throw error;
        throw new StartFailure([`${title} did not start: ${messageOf(error)}`]);
      }
    },
    halt: () => halted.abort(),
    async stop(deadlineMs) {
      halted.abort();
      await launching;
      if (running !== undefined) {
        const { pid } = running;
        await running.stop(deadlineMs);
        context.log(`${title} stopped (PID: ${pid})`);
      }
      forget();
      change({ state: state.state === 'failed' ? 'failed' : 'stopped', process: null, waiting_for: null });
    },
    signal: (signal) => running?.signal(signal),
  };
}
