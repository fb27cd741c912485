import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHistories, type Fill } from './history.js';

const SYMBOL = 'BTCUSDT';

function fillAt(id: number, time: number, orderId = 1): Fill {
  const rest = { ticks: 100, lots: 1, commission: 0n, commissionAsset: 'USDT', buyer: true, maker: false };
  return { id, time, orderId, ...rest };
}

const anyFills = fc
  .array(fc.record({ gap: fc.nat(3), wait: fc.nat(3), order: fc.integer({ min: 1, max: 3 }) }), {
    maxLength: 40,
  })
  .map((steps) => {
    let [id, time] = [0, 0];
    return steps.map(({ gap, wait, order }) => {
      id += 1 + gap;
      time += wait;
      return fillAt(id, time, order);
    });
  });

describe('a history', () => {
  test('lists what a plain search of all its fills would', () => {
    const bound = fc.option(fc.nat(100), { nil: undefined });
    const limit = fc.integer({ min: 1, max: 10 });
    const anyQuery = fc.oneof(
      fc.record({ limit, fromId: bound, orderId: fc.option(fc.nat(4), { nil: undefined }) }),
      fc.record({ limit, startTime: bound, endTime: bound }),
    );
    fc.assert(
      fc.property(anyFills, anyQuery, (fills, query) => {
        const history = createHistories().of(SYMBOL);
        for (const fill of fills) history.append(fill);
        const { fromId, orderId, startTime, endTime } = {
          ...{ fromId: undefined, orderId: undefined, startTime: undefined, endTime: undefined },
          ...query,
        };
        const found = fills.filter(
          ({ id, time, orderId: order }) =>
            (fromId === undefined || id >= fromId) &&
            (orderId === undefined || order === orderId) &&
            (startTime === undefined || time >= startTime) &&
            (endTime === undefined || time <= endTime),
        );
        const oldest = fromId !== undefined || startTime !== undefined;
        expect(history.list(query)).toEqual(oldest ? found.slice(0, query.limit) : found.slice(-query.limit));
      }),
    );
  });

  test('is the same whether its fills come one by one or late and mixed up', () => {
    fc.assert(
      fc.property(anyFills, fc.array(fc.boolean()), (fills, late) => {
        const history = createHistories().of(SYMBOL);
        const parts = [true, false].map((wanted) =>
          fills.filter((_, index) => (late[index] ?? false) !== wanted),
        );
        for (const part of parts) {
          expect(history.fits(part)).toBe(true);
          history.merge(part.toReversed());
        }
        expect(history.list({ limit: 100 })).toEqual(fills);
      }),
    );
  });

  test('takes no fill whose id is known or does not ascend with its time', () => {
    const history = createHistories().of(SYMBOL);
    history.merge([fillAt(10, 100), fillAt(20, 200)]);
    expect([
      history.fits([fillAt(15, 150)]),
      history.fits([fillAt(20, 200)]),
      history.fits([fillAt(20, 300)]),
      history.fits([fillAt(25, 150)]),
      history.fits([fillAt(5, 150)]),
    ]).toEqual([true, false, false, false, false]);
  });

  test('finds a page among a million fills at once', () => {
    const history = createHistories().of(SYMBOL);
    for (let id = 1; id <= 1_000_000; id++) history.append(fillAt(id, id * 10));
    const begin = performance.now();
    for (let i = 0; i < 1_000; i++) history.list({ limit: 1_000, fromId: 1 + i * 999 });
    for (let i = 0; i < 1_000; i++) history.list({ limit: 1_000, startTime: i * 9_990 });
    const each = (performance.now() - begin) / 2_000;
    expect(history.list({ limit: 2, fromId: 777_777 }).map(({ id }) => id)).toEqual([777_777, 777_778]);
    expect(each).toBeLessThan(1);
  });
});
