import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createAwakeClock } from './awake-clock.js';
import { ProbeFailure } from './run-probe.js';
import { type Transition, type Watch, watch } from './watch.js';

const clock = createAwakeClock();
const PATIENCE_MS = 500;

const eventually = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 5_000; !holds(); await sleep(5)) {
    if (Date.now() > end) throw new Error(`not within 5 s: ${holds}`);
  }
};

const block = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

describe('a watch of a dependency that asks for pauses', () => {
  let watched: Watch<string>;
  const start = async () => {
    const state = { check: async () => 'ok', pausedUntil: 0, probes: [] as number[] };
    const transitions: Transition[] = [];
    watched = watch({
      check: async () => {
        state.probes.push(clock.now());
        return state.check();
      },
      clock,
      intervalMs: 20,
      confirmMs: 10,
      timeoutMs: 2_000,
      pause: { leftMs: () => state.pausedUntil - clock.now(), patienceMs: PATIENCE_MS },
      onTransition: (transition) => transitions.push(transition),
    });
    await eventually(() => watched.snapshot().state === 'up');
    const failOnce = (pauseMs: number, blockMs = 0) => {
      state.check = async () => {
        state.check = async () => 'ok';
        block(blockMs);
        state.pausedUntil = clock.now() + pauseMs;
        throw new ProbeFailure('not now');
      };
      return eventually(() => watched.snapshot().consecutiveFailures === 1);
    };
    return { state, transitions, failOnce };
  };
  afterEach(() => watched.stop());

  test('probes not before the pause is over, then at once, whatever triggers it', async () => {
    const { state, transitions, failOnce } = await start();
    await failOnce(300);
    const failed = watched.snapshot();
    const probes = state.probes.length;
    watched.trigger();
    await sleep(150);
    watched.trigger();
    expect(state.probes.length).toBe(probes);
    expect(watched.snapshot()).toEqual(failed);
    await eventually(() => state.probes.length > probes);
    const late = (state.probes[probes] ?? Number.NaN) - state.pausedUntil;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(200);
    await eventually(() => watched.snapshot().consecutiveFailures === 0);
    expect(transitions.map(({ to }) => to)).toEqual(['up']);
  });

  test('counts a first failure at once when the pause is too long for a confirmation', async () => {
    const { transitions, failOnce } = await start();
    await failOnce(60_000);
    expect(watched.snapshot()).toMatchObject({ state: 'down', consecutiveFailures: 1 });
    expect(transitions.map(({ to, reason }) => [to, reason])).toEqual([
      ['up', null],
      ['down', 'not now'],
    ]);
  });

  test('counts a failure that comes with a pause although the event loop was blocked', async () => {
    const { failOnce } = await start();
    await failOnce(60_000, 800);
    expect(watched.snapshot()).toMatchObject({ state: 'down', lastFailure: { reason: 'not now' } });
  });
});
