import { describe, expect, test } from '@jest/globals';
import { createDispatcher } from './dispatcher.js';

function controlled() {
  const started: number[] = [];
  const ends = new Map<number, { resolve(): void; reject(error: Error): void }>();
  const dispatcher = createDispatcher(
    ({ update_id }) =>
      new Promise<void>((resolve, reject) => {
        started.push(update_id);
        ends.set(update_id, { resolve, reject });
      }),
  );
  const accept = (id: number) => dispatcher.accept({ update_id: id });
  return { dispatcher, started, accept, end: (id: number) => ends.get(id) };
}

describe('the dispatcher', () => {
  test('confirms up to the oldest unfinished update', async () => {
    const { dispatcher, accept, end } = controlled();
    expect(dispatcher.offset()).toBe(0);
    const [first, second] = [accept(10), accept(11)];
    end(11)?.resolve();
    await second;
    expect(dispatcher.offset()).toBe(10);
    end(10)?.resolve();
    await first;
    expect(dispatcher.offset()).toBe(12);
    expect(dispatcher.busy()).toBe(false);
  });

  test('works on an update once, however often it arrives', async () => {
    const { started, accept, end } = controlled();
    const first = accept(10);
    expect(accept(10)).toBe(first);
    end(10)?.resolve();
    await first;
    await accept(10);
    expect(started).toEqual([10]);
  });

  test('never confirms an abandoned update, and does not wait for it', async () => {
    const { dispatcher, accept, end } = controlled();
    const work = accept(10);
    end(10)?.reject(new Error('abandoned'));
    await expect(work).rejects.toThrow('abandoned');
    await dispatcher.idle();
    expect(dispatcher.offset()).toBe(10);
  });

  test('does not hold its offset at what is released, and finishes that all the same', async () => {
    const { dispatcher, accept, end } = controlled();
    const works = [10, 11, 12].map(accept);
    dispatcher.release([10, 12]);
    expect(dispatcher.offset()).toBe(11);
    end(11)?.resolve();
    await works[1];
    expect([dispatcher.offset(), dispatcher.busy()]).toEqual([13, true]);
    end(10)?.resolve();
    end(12)?.resolve();
    await dispatcher.idle();
    expect([dispatcher.offset(), dispatcher.busy()]).toEqual([13, false]);
  });

  test('works again on an update that came back after it was turned away', async () => {
    const { started, accept, end } = controlled();
    const refused = accept(10);
    end(10)?.reject(new Error('not now'));
    await expect(refused).rejects.toThrow('not now');
    const work = accept(10);
    end(10)?.resolve();
    await work;
    expect(started).toEqual([10, 10]);
  });

  test('has room for 200 updates under way', async () => {
    const { dispatcher, accept, end } = controlled();
    for (let id = 1; id < 200; id += 1) void accept(id);
    expect(dispatcher.room()).toBe(true);
    const last = accept(200);
    expect(dispatcher.room()).toBe(false);
    end(200)?.resolve();
    await last;
    expect(dispatcher.room()).toBe(true);
  });

  test('idle waits for all work, also for what arrives meanwhile', async () => {
    const { dispatcher, accept, end } = controlled();
    void accept(10);
    let idle = false;
    const waiting = dispatcher.idle().then(() => {
      idle = true;
    });
    void accept(11);
    end(10)?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(idle).toBe(false);
    end(11)?.resolve();
    await waiting;
  });
});
