import { describe, expect, test } from '@jest/globals';
import { createBackoff } from './backoff.js';
import type { Failure } from './status.js';

const vague: Failure = { kind: 'unreachable', reason: 'r', definite: false };
const conflict: Failure = { kind: 'conflict', reason: 'r', definite: true };
const refused: Failure = { kind: 'refused', reason: 'r', definite: true };
const limited: Failure = { kind: 'rate_limited', reason: 'r', definite: false, retryAfterMs: 7_000 };

const waits = (failures: Failure[]) => {
  const backoff = createBackoff();
  return failures.map((failure) => backoff.next(failure));
};

describe('the wait after a failure', () => {
  test('checks a vague failure again at once, then doubles up to 30 s', () => {
    expect(waits(Array(8).fill(vague))).toEqual([250, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test('doubles from 1 s for a conflict, from 5 s up to 60 s for a refused token', () => {
    expect(waits(Array(3).fill(conflict))).toEqual([1_000, 2_000, 4_000]);
    expect(waits(Array(6).fill(refused))).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  test('starts anew when a refused token turns into another failure, and back', () => {
    expect(waits([conflict, conflict, refused, refused, conflict])).toEqual([
      1_000, 2_000, 5_000, 10_000, 1_000,
    ]);
  });

  test('is never shorter than what Telegram asks for', () => {
    expect(waits([limited, limited])).toEqual([7_000, 7_000]);
  });

  test('starts anew after a success', () => {
    const backoff = createBackoff();
    backoff.next(vague);
    backoff.next(vague);
    backoff.reset();
    expect(backoff.next(vague)).toBe(250);
  });
});
