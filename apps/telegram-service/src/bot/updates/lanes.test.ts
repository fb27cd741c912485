import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../status.js';
import { createLanes } from './lanes.js';

const unreachable: Failure = { kind: 'unreachable', reason: 'r', definite: false };

function controlled() {
  const begun: string[] = [];
  const ends = new Map<string, (failure?: Failure) => void>();
  const lanes = createLanes<string>(
    (item) =>
      new Promise((resolve) => {
        begun.push(item);
        ends.set(item, resolve);
      }),
  );
  const end = async (item: string, failure?: Failure) => {
    ends.get(item)?.(failure);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { lanes, begun, end };
}

describe('the lanes', () => {
  test('work in order within a lane, lanes beside one another', async () => {
    const { lanes, begun, end } = controlled();
    lanes.start();
    for (const [lane, item] of [
      ['a', 'a1'],
      ['a', 'a2'],
      ['b', 'b1'],
    ] as const) {
      lanes.add(lane, item);
    }
    expect(begun).toEqual(['a1', 'b1']);
    await end('a1');
    expect(begun).toEqual(['a1', 'b1', 'a2']);
  });

  test('begin nothing before they are started, and nothing more once they are stopped', async () => {
    const { lanes, begun, end } = controlled();
    lanes.add('a', 'a1');
    lanes.add('a', 'a2');
    expect(begun).toEqual([]);
    lanes.start();
    lanes.stop();
    await end('a1');
    lanes.add('b', 'b1');
    expect(begun).toEqual(['a1']);
    await lanes.idle();
  });

  test('work again on what failed, before its lane goes on, and delay no other lane', async () => {
    const { lanes, begun, end } = controlled();
    lanes.start();
    lanes.add('a', 'a1');
    lanes.add('a', 'a2');
    await end('a1', unreachable);
    lanes.add('b', 'b1');
    expect(begun).toEqual(['a1', 'b1']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(begun).toEqual(['a1', 'b1', 'a1']);
    await end('a1');
    expect(begun).toEqual(['a1', 'b1', 'a1', 'a2']);
  });

  test('work on 200 at a time', async () => {
    const { lanes, begun, end } = controlled();
    lanes.start();
    for (let lane = 0; lane < 202; lane += 1) lanes.add(`lane ${lane}`, `item ${lane}`);
    expect(begun).toHaveLength(200);
    await end('item 7');
    expect(begun.at(-1)).toBe('item 200');
    expect(begun).toHaveLength(201);
  });

  test('are idle when nothing is under way', async () => {
    const { lanes, end } = controlled();
    lanes.start();
    lanes.add('a', 'a1');
    lanes.add('b', 'b1');
    let idle = false;
    const waiting = lanes.idle().then(() => {
      idle = true;
    });
    await end('a1');
    expect(idle).toBe(false);
    await end('b1', unreachable);
    await waiting;
  });
});
