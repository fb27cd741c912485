import { expect, test } from '@jest/globals';
import { createPatience, type Outcome } from './patience.js';

const BARREN: Outcome = { deep: true, lacked: true, priced: false, paused: false };

/** How it goes on after outcomes: the pause before the next look, and whether that is a deep one. */
function course(outcomes: readonly Omit<Outcome, 'deep'>[], everyMs = 5_000): [number, boolean][] {
  let now = 0;
  const patience = createPatience(everyMs, () => now);
  return outcomes.map((outcome) => {
    const pause = patience.after({ ...outcome, deep: patience.isDeep() });
    now += pause;
    return [pause, patience.isDeep()];
  });
}

test('it is looked often while everything has a price', () => {
  const nothing = { ...BARREN, lacked: false };
  expect(course([nothing, nothing, nothing])).toEqual([
    [5_000, false],
    [5_000, false],
    [5_000, false],
  ]);
});

test('it is looked less and less often for what nobody can price, and more rarely still at all of it', () => {
  expect(course(Array.from({ length: 9 }, () => BARREN))).toEqual([
    [10_000, false],
    [20_000, false],
    [40_000, true],
    [60_000, false],
    [60_000, true],
    [60_000, false],
    [60_000, false],
    [60_000, false],
    [60_000, true],
  ]);
});

test('as soon as something was priced it goes on at once', () => {
  const priced = { ...BARREN, priced: true };
  expect(course([BARREN, BARREN, BARREN, priced, priced])).toEqual([
    [10_000, false],
    [20_000, false],
    [40_000, true],
    [5_000, true],
    [5_000, true],
  ]);
});

test('what was not looked at because no exchange could be asked is looked at soon', () => {
  const paused = { ...BARREN, paused: true };
  expect(course([paused, paused, paused, paused])).toEqual([
    [10_000, false],
    [20_000, true],
    [40_000, true],
    [60_000, true],
  ]);
});
