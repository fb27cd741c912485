import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { createAwakeClock } from './awake-clock.js';
import { ProbeFailure, runProbe } from './run-probe.js';
import { resultOf } from './snapshot.js';
import { type Transition, watch } from './watch.js';

const clock = createAwakeClock();

const block = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

const eventually = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 5_000; !holds(); await sleep(5)) {
    if (Date.now() > end) throw new Error(`not within 5 s: ${holds}`);
  }
};

describe('the awake clock', () => {
  test('runs with time, but not while the loop is blocked', async () => {
    const start = clock.now();
    await sleep(300);
    const free = clock.now() - start;
    block(1_500);
    const total = clock.now() - start;
    expect(free).toBeGreaterThan(250);
    expect(total - free).toBeLessThan(450);
  });

  test('tells for how long the loop was blocked, in sum and at most', async () => {
    const own = createAwakeClock();
    const before = own.blocked();
    block(600);
    await sleep(10);
    block(900);
    await sleep(10);
    const { totalMs, longestMs } = own.blocked();
    expect(before).toEqual({ totalMs: 0, longestMs: 0 });
    expect(longestMs).toBeGreaterThanOrEqual(700);
    expect(totalMs - longestMs).toBeGreaterThanOrEqual(400);
    expect(totalMs).toBeLessThan(2_000);
  });
});

describe('runProbe', () => {
  const options = { timeoutMs: 100, clock };

  test('hands over the value and the latency of a success', async () => {
    const outcome = await runProbe(async () => sleep(20, 'pong'), options);
    expect(outcome).toEqual({ ok: true, value: 'pong', latencyMs: expect.any(Number) });
    expect(outcome.latencyMs).toBeGreaterThan(15);
  });

  test('ends a check that never settles, and tells it through the signal', async () => {
    let signal: AbortSignal | undefined;
    const outcome = await runProbe((given) => {
      signal = given;
      return new Promise(() => undefined);
    }, options);
    expect(outcome).toEqual({
      ok: false,
      error: new ProbeFailure('connection timeout'),
      reason: 'connection timeout',
      latencyMs: expect.any(Number),
      blocked: false,
    });
    expect(signal?.aborted).toBe(true);
  });

  test('does not abort what has succeeded', async () => {
    let signal: AbortSignal | undefined;
    await runProbe(async (given) => {
      signal = given;
    }, options);
    expect(signal?.aborted).toBe(false);
  });

  test('never throws, not even for a check that throws at once', async () => {
    const outcome = await runProbe(() => {
      throw new ProbeFailure('authentication failed');
    }, options);
    expect(outcome).toMatchObject({ ok: false, reason: 'authentication failed' });
  });

  test('says when the event loop was blocked meanwhile', async () => {
    const outcome = await runProbe(async () => {
      block(800);
      await sleep(1_000);
    }, options);
    expect(outcome).toMatchObject({ ok: false, reason: 'connection timeout', blocked: true });
  });
});

describe('watch', () => {
  const start = (
    initial: () => Promise<string>,
    timing: { intervalMs?: number; downIntervalMs?: number; confirmMs?: number } = {},
  ) => {
    const state = { check: initial, probes: 0, running: 0, most: 0 };
    const transitions: Transition[] = [];
    const watched = watch({
      check: async () => {
        state.probes++;
        state.most = Math.max(state.most, ++state.running);
        try {
          return await state.check();
        } finally {
          state.running--;
        }
      },
      clock,
      intervalMs: 20,
      confirmMs: 10,
      timeoutMs: 100,
      ...timing,
      onTransition: (transition) => transitions.push(transition),
    });
    return { state, transitions, watched };
  };
  const ok = async () => 'ok';
  const fail = async () => {
    throw new ProbeFailure('broken');
  };

  test('knows nothing, then what the first probe says', async () => {
    const { watched, transitions } = start(fail);
    expect(resultOf(watched.snapshot())).toEqual({ state: 'unchecked', since: expect.any(Number) });
    await eventually(() => watched.snapshot().state === 'down');
    expect(resultOf(watched.snapshot())).toEqual({
      state: 'down',
      reason: 'broken',
      checkedAt: expect.any(Number),
    });
    expect(transitions).toEqual([
      { from: 'unchecked', to: 'down', reason: 'broken', at: expect.any(Date), lastedMs: expect.any(Number) },
    ]);
    await watched.stop();
  });

  test('one failure at the start is no outage either', async () => {
    let failures = 1;
    const { watched, transitions } = start(async () => (failures-- > 0 ? fail() : 'ok'));
    await eventually(() => watched.snapshot().state === 'up');
    expect(transitions.map(({ from, to }) => [from, to])).toEqual([['unchecked', 'up']]);
    await watched.stop();
  });

  test('one failure between two successes is no outage', async () => {
    let failures = 1;
    const { watched, transitions, state } = start(ok);
    await eventually(() => watched.snapshot().state === 'up');
    state.check = async () => (failures-- > 0 ? fail() : 'ok');
    await eventually(() => failures < -1);
    expect(transitions.map(({ to }) => to)).toEqual(['up']);
    expect(watched.snapshot()).toMatchObject({
      state: 'up',
      consecutiveFailures: 0,
      lastFailure: { reason: 'broken' },
    });
    await watched.stop();
  });

  test('two failures are an outage, one success its end', async () => {
    const { watched, transitions, state } = start(ok);
    await eventually(() => watched.snapshot().state === 'up');
    state.check = fail;
    await eventually(() => watched.snapshot().state === 'down');
    state.check = ok;
    await eventually(() => watched.snapshot().state === 'up');
    expect(transitions.map(({ from, to, reason }) => [from, to, reason])).toEqual([
      ['unchecked', 'up', null],
      ['up', 'down', 'broken'],
      ['down', 'up', null],
    ]);
    await watched.stop();
  });

  test('what is down is probed at an interval of its own', async () => {
    const { watched, state } = start(fail, { intervalMs: 60_000, downIntervalMs: 10 });
    await eventually(() => watched.snapshot().consecutiveFailures > 3);
    state.check = ok;
    await eventually(() => watched.snapshot().state === 'up');
    const { probes } = state;
    await sleep(80);
    expect(state.probes).toBe(probes);
    await watched.stop();
  });

  test('never probes twice at once, however often it is asked to', async () => {
    const { watched, state } = start(() => sleep(10, 'ok'));
    for (let n = 0; n < 200; n++) {
      watched.trigger();
      await sleep(1);
    }
    await watched.stop();
    expect(state.most).toBe(1);
    expect(state.probes).toBeLessThan(60);
  });

  test('a trigger probes before the interval is over', async () => {
    const { watched, state } = start(ok, { intervalMs: 60_000 });
    await eventually(() => watched.snapshot().state === 'up');
    state.check = fail;
    watched.trigger();
    await eventually(() => watched.snapshot().state === 'down');
    await watched.stop();
  });

  test('a failure while the event loop was blocked does not count', async () => {
    const { watched, transitions, state } = start(ok);
    await eventually(() => watched.snapshot().state === 'up');
    let blocks = 2;
    state.check = async () => {
      if (blocks-- <= 0) return 'ok';
      block(700);
      return sleep(1_000, 'late');
    };
    await eventually(() => blocks < -1);
    expect(transitions.map(({ to }) => to)).toEqual(['up']);
    expect(watched.snapshot()).toMatchObject({ state: 'up', lastFailure: null, voidChecks: 2 });
    await watched.stop();
  });

  test('probes no more once stopped', async () => {
    const { watched, state } = start(ok);
    await eventually(() => state.probes > 1);
    await watched.stop();
    const { probes } = state;
    await sleep(80);
    expect(state.probes).toBe(probes);
  });
});
