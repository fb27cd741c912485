import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createQueue, type Queue } from './queue.js';

const place = (n: number) => String(n).padStart(6, '0');
const entry = (n: number, lane: string, urgency: number, id = place(n)) => ({
  id,
  lane,
  urgency,
  queuedAt: n,
  since: n,
  place: place(n),
});
const drain = (queue: Queue) => {
  const taken: string[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    queue.remove(next.id);
    taken.push(next.id);
  }
  return taken;
};

const letters = fc.array(fc.record({ lane: fc.constantFrom('a', 'b', 'c', 'd'), urgency: fc.nat(2) }), {
  maxLength: 60,
});

test('the most urgent goes first; of these lanes take turns, and in a lane the one queued first goes first', () => {
  fc.assert(
    fc.property(letters, (items) => {
      const queue = createQueue();
      const all = items.map(({ lane, urgency }, n) => entry(n, lane, urgency));
      for (const item of all) queue.add(item);
      expect(queue.oldest()).toEqual(all[0]);
      const taken = drain(queue).map((id) => all.find((item) => item.id === id));
      const expected = [2, 1, 0].flatMap((level) => {
        const same = all.filter(({ urgency }) => urgency === level);
        const order = new Set(taken.filter((item) => item?.urgency === level).map((item) => item?.lane));
        const lines = [...order].map((name) => same.filter(({ lane }) => lane === name));
        return same.flatMap((_, turn) => lines.flatMap((line) => line.slice(turn, turn + 1)));
      });
      expect(taken).toEqual(expected);
      expect([queue.size(), queue.oldest()]).toEqual([0, undefined]);
    }),
  );
});

test('whatever is added and removed meanwhile, each comes once, by urgency, in its lane by age, and no lane twice while another could go', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('add' as const), lane: fc.constantFrom('a', 'b', 'c'), urgency: fc.nat(2) }),
    fc.record({ do: fc.constant('take' as const) }),
    fc.record({ do: fc.constant('remove' as const), which: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const queue = createQueue();
      const waiting: ReturnType<typeof entry>[] = [];
      const passedOver = new Map<string, number>();
      let n = 0;
      for (const action of steps) {
        if (action.do === 'add') {
          const item = entry(n++, action.lane, action.urgency);
          waiting.push(item);
          queue.add(item);
        } else if (action.do === 'remove') {
          const [gone] = waiting.splice(action.which % Math.max(1, waiting.length), 1);
          if (gone !== undefined) queue.remove(gone.id);
        } else {
          const next = queue.take();
          const most = Math.max(...waiting.map(({ urgency }) => urgency));
          const best = waiting.filter(({ urgency }) => urgency === most);
          const lanes = new Set(best.map(({ lane }) => lane));
          if (next === undefined) {
            expect(waiting).toEqual([]);
            continue;
          }
          expect(next).toEqual(best.find(({ lane }) => lane === next.lane));
          for (const lane of passedOver.keys()) if (!lanes.has(lane)) passedOver.delete(lane);
          for (const lane of lanes) passedOver.set(lane, (passedOver.get(lane) ?? 0) + 1);
          passedOver.set(next.lane, 0);
          expect(Math.max(...passedOver.values())).toBeLessThan(3);
          waiting.splice(waiting.indexOf(next), 1);
          queue.remove(next.id);
        }
        expect(queue.size()).toBe(waiting.length);
        expect(queue.oldest()).toEqual(waiting[0]);
      }
    }),
  );
});

test('a lane that waits is passed over, also for what is added meanwhile, until its wait is over', async () => {
  const queue = createQueue();
  queue.add(entry(1, 'a', 0));
  queue.add(entry(2, 'b', 0));
  queue.hold('a', 30);
  queue.add(entry(3, 'a', 2));
  expect(drain(queue)).toEqual([place(2)]);
  expect([queue.size(), queue.nextIn() > 0, queue.heldFor('a') <= 30, queue.heldFor('b')]).toEqual([
    2,
    true,
    true,
    0,
  ]);
  await new Promise((resolve) => setTimeout(resolve, 35));
  expect(drain(queue)).toEqual([place(3), place(1)]);
  expect(queue.nextIn()).toBe(Number.POSITIVE_INFINITY);
});

test('100,000 of one lane, and of as many lanes, are taken without moving what waits', () => {
  for (const lane of [() => 'one', (n: number) => `lane ${n}`]) {
    const queue = createQueue();
    const started = performance.now();
    for (let n = 0; n < 100_000; n += 1) queue.add(entry(n, lane(n), n % 3));
    expect(drain(queue).length).toBe(100_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  }
});
