import { describe, expect, test } from '@jest/globals';
import { createBackoff } from './backoff.js';
import type { Failure } from './status.js';

const vague: Failure = { kind: 'unreachable', reason: 'r', definite: false };
const silent: Failure = { kind: 'silent', reason: 'r', definite: false };
const conflict: Failure = { kind: 'conflict', reason: 'r', definite: true };
const refused: Failure = { kind: 'refused', reason: 'r', definite: true };
const limited: Failure = { kind: 'rate_limited', reason: 'r', definite: false, retryAfterMs: 7_000 };

const waits = (failures: Failure[]) => {
  const backoff = createBackoff();
  return failures.map((failure) => backoff.next(failure));
};

describe('the wait after a failure', () => {
  test('checks a vague failure again at once, then doubles up to 10 s', () => {
    expect(waits(Array(7).fill(vague))).toEqual([250, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  test('is 4 s at most after silence, which itself takes 6 s to tell', () => {
    expect(waits(Array(5).fill(silent))).toEqual([250, 1_000, 2_000, 4_000, 4_000]);
  });

  test('doubles from 1 s for a conflict, from 5 s for a refused token, up to 10 s', () => {
    expect(waits(Array(6).fill(conflict))).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    expect(waits(Array(4).fill(refused))).toEqual([5_000, 10_000, 10_000, 10_000]);
  });

  test('starts anew when a refused token turns into another failure, and back', () => {
    expect(waits([conflict, conflict, refused, refused, conflict])).toEqual([
      1_000, 2_000, 5_000, 10_000, 1_000,
    ]);
  });

  test('is never shorter than what Telegram asks for', () => {
    expect(waits([limited, limited])).toEqual([7_000, 7_000]);
  });

  test('is 5 minutes at most, whatever Telegram asks for', () => {
    const aDay = { ...limited, retryAfterMs: 86_400_000 };
    expect(waits([aDay, aDay])).toEqual([300_000, 300_000]);
  });

  test('starts anew after a success', () => {
    const backoff = createBackoff();
    backoff.next(vague);
    backoff.next(vague);
    backoff.reset();
    expect(backoff.next(vague)).toBe(250);
  });
});
