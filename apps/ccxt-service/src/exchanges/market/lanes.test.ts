import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { createLanes, type Lane, type Lanes } from './lanes.js';

const MS = 20;

/** Whether a request goes at once, without a timer in between. */
async function goesAtOnce(lanes: Lanes, lane: Lane, cost: number): Promise<boolean> {
  let gone = false;
  void lanes.enter(lane, cost, undefined).then(() => {
    gone = true;
  });
  await Promise.resolve();
  await Promise.resolve();
  return gone;
}

/** Keeps so many bulk requests waiting until it is stopped, and then tells what those that went cost. */
function flood(lanes: Lanes, waiting: number, cost: number): () => number {
  const end = new AbortController();
  setMaxListeners(0, end.signal);
  let spent = 0;
  const loop = async () => {
    while (!end.signal.aborted) {
      await lanes.enter('bulk', cost, end.signal);
      spent += cost;
    }
  };
  for (let i = 0; i < waiting; i++) loop().catch(() => undefined);
  return () => {
    end.abort();
    return spent;
  };
}

describe('the rate limit of an exchange', () => {
  test('lets quotes through one after the other, at the rate that their cost allows', async () => {
    const lanes = createLanes({ msPerCost: MS });
    const began = performance.now();
    const times: number[] = [];
    const cost = 2;
    await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        await lanes.enter('quotes', cost, undefined);
        times[index] = performance.now() - began;
      }),
    );
    const earliest = times.map((_, index) => Math.max(0, index * cost - 1) * MS);
    expect(times.filter((time, index) => time < (earliest[index] ?? 0) - 1)).toEqual([]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('holds for quotes and bulk in sum', async () => {
    const lanes = createLanes({ msPerCost: MS });
    const began = performance.now();
    const stop = flood(lanes, 20, 0.5);
    let quotes = 0;
    while (performance.now() - began < 800) {
      await lanes.enter('quotes', 0.5, undefined);
      quotes += 0.5;
    }
    const spent = stop() + quotes;
    const lasted = performance.now() - began;
    expect(spent).toBeLessThanOrEqual(lasted / MS + 1 + 0.5 + 0.5);
  });

  test('lets a quote go at once whatever bulk is waiting or went before it', async () => {
    for (const cost of [0.4, 1, 3]) {
      const lanes = createLanes({ msPerCost: MS });
      const stop = flood(lanes, 50, cost);
      const gone: boolean[] = [];
      for (let i = 0; i < 10; i++) {
        await sleep(60);
        gone.push(await goesAtOnce(lanes, 'quotes', 1));
      }
      expect(gone).toEqual(gone.map(() => true));
      expect(stop()).toBeGreaterThan(0);
    }
  });

  test('lets bulk go too while there are always quotes waiting', async () => {
    const lanes = createLanes({ msPerCost: 2 });
    const stop = flood(lanes, 5, 1);
    const began = performance.now();
    while (performance.now() - began < 1_000) {
      await Promise.all([1, 2, 3].map(() => lanes.enter('quotes', 1, undefined)));
    }
    expect(stop()).toBeGreaterThanOrEqual(2);
  });

  test('lets a lone bulk request go at once when nothing was asked before', async () => {
    expect(await goesAtOnce(createLanes({ msPerCost: MS }), 'bulk', 1)).toBe(true);
  });

  test('forgets who waits no longer', async () => {
    const lanes = createLanes({ msPerCost: MS });
    await lanes.enter('quotes', 5, undefined);
    const reason = new Error('given up');
    const refusals = await Promise.allSettled(
      (['quotes', 'bulk'] as const).map(async (lane) => {
        const end = new AbortController();
        const waiting = lanes.enter(lane, 1_000, end.signal);
        end.abort(reason);
        await waiting;
      }),
    );
    expect(refusals).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    const began = performance.now();
    await lanes.enter('quotes', 1, undefined);
    await lanes.enter('quotes', 1, undefined);
    expect(performance.now() - began).toBeLessThan(1_000 * MS);
    await expect(lanes.enter('quotes', 1, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
