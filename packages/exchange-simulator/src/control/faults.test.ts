import { describe, expect, test } from '@jest/globals';
import { createFaults } from './faults.js';

const NOTHING = { delayMs: 0, skewMs: 0, broken: undefined };

describe('faults', () => {
  test('befall their own path, or all', () => {
    const faults = createFaults(() => 0);
    faults.add({ path: '/api/v3/time', kind: 'latency', value: 20 });
    faults.add({ path: '*', kind: 'latency', value: 3 });
    expect([faults.take('/api/v3/time').delayMs, faults.take('/api/v3/ping').delayMs]).toEqual([23, 3]);
  });

  test('end after their count', () => {
    const faults = createFaults(() => 0);
    faults.add({ path: '/api/v3/time', kind: 'clock_skew', value: -5, count: 2 });
    faults.take('/api/v3/ping');
    const seen = [1, 2, 3].map(() => faults.take('/api/v3/time'));
    expect(seen).toEqual([{ ...NOTHING, skewMs: -5 }, { ...NOTHING, skewMs: -5 }, NOTHING]);
  });

  test('end after their time', () => {
    let now = 1_000;
    const faults = createFaults(() => now);
    const hang = { path: '*', kind: 'hang', for_ms: 50 } as const;
    faults.add(hang);
    now = 1_049;
    const during = faults.take('/api/v3/time');
    now = 1_050;
    expect([during, faults.take('/api/v3/time')]).toEqual([{ ...NOTHING, broken: hang }, NOTHING]);
  });

  test('break an answer as the latest of them says, and only that one is counted', () => {
    const faults = createFaults(() => 0);
    const html = { path: '*', kind: 'html', count: 1 } as const;
    const reset = { path: '*', kind: 'reset', count: 1 } as const;
    faults.add(html);
    faults.add(reset);
    expect([1, 2, 3].map(() => faults.take('/api/v3/time').broken)).toEqual([reset, html, undefined]);
  });

  test('are cleared together', () => {
    const faults = createFaults(() => 0);
    faults.add({ path: '*', kind: 'empty' });
    faults.add({ path: '*', kind: 'empty', count: 1 });
    expect([faults.clear(), faults.clear(), faults.take('/api/v3/time')]).toEqual([2, 0, NOTHING]);
  });
});
