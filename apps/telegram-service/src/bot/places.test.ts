import { expect, test } from '@jest/globals';
import { createPlaces, NoPlaceError, type Wish } from './places.js';

const never: Wish = { signals: [], ahead: false };
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Takes places and notes in which order they are had. */
function takers(most: number, holdMs: number, onIdle?: () => void) {
  const places = createPlaces(most, holdMs, onIdle);
  const had: string[] = [];
  const take = (name: string, wish = never) => places.take(wish).then(() => had.push(name));
  return { places, had, take };
}

test('are had first come, first served, and ahead of the others where that is wished', async () => {
  const { places, had, take } = takers(1, 0);
  for (const name of ['one', 'two']) void take(name);
  void take('ahead', { ...never, ahead: true });
  for (let n = 0; n < 3; n += 1) {
    await settled();
    places.give(false);
  }
  expect(had).toEqual(['one', 'ahead', 'two']);
  expect(places.idle()).toBe(true);
});

test('are held for a while after their use, and free at once without it', async () => {
  const { places, had, take } = takers(1, 100);
  for (const name of ['one', 'two', 'three']) void take(name);
  await settled();
  places.give(false);
  await settled();
  expect(had).toEqual(['one', 'two']);
  const given = performance.now();
  places.give(true);
  await settled();
  expect(had).toEqual(['one', 'two']);
  while (had.length < 3) await settled();
  expect(performance.now() - given).toBeGreaterThan(95);
});

test('who does not wait any more gets none, and keeps nobody from theirs', async () => {
  const { places, had, take } = takers(1, 0);
  const leaving = new AbortController();
  void take('one');
  const left = take('two', { ...never, signals: [leaving.signal] });
  void take('three');
  leaving.abort();
  await expect(left).rejects.toThrow(NoPlaceError);
  places.give(false);
  await settled();
  expect(had).toEqual(['one', 'three']);
  await expect(take('four', { ...never, signals: [leaving.signal] })).rejects.toThrow(NoPlaceError);
});

test('tell when all of them are free', async () => {
  let idle = 0;
  const { places, take } = takers(2, 0, () => {
    idle += 1;
  });
  await Promise.all(['one', 'two'].map((name) => take(name)));
  places.give(false);
  expect([idle, places.idle()]).toEqual([0, false]);
  places.give(false);
  expect([idle, places.idle()]).toEqual([1, true]);
});
