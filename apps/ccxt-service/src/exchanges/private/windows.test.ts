import { describe, expect, test } from '@jest/globals';
import { type Window, walkWindows } from './windows.js';

const NOW = 1_000_000_000;
const PAGE = 10;

/** How exchanges list what lies in a window: from its beginning, from its end, or whatever there is first of all. */
const ORDERS = {
  'oldest first': (times: readonly number[]) => times.slice(0, PAGE),
  'latest first': (times: readonly number[]) => times.slice(-PAGE).reverse(),
  'in no order': (times: readonly number[]) => times.filter((_time, index) => index % 3 === 0).slice(0, PAGE),
} as const;

/** Times in a fixed pattern of quiet and busy stretches. */
function history(count: number, seed: number): number[] {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  let time = 1_000;
  const times: number[] = [];
  for (let i = 0; i < count && time <= NOW; i++) {
    times.push(time);
    time += Math.floor(random() < 0.7 ? random() * 4_000 + 200 : random() * 10_000_000);
  }
  return times;
}

async function readAll(
  times: readonly number[],
  list: (inWindow: readonly number[]) => readonly number[],
  enough: () => boolean = () => false,
) {
  const read: number[] = [];
  let asked = 0;
  let place: { from: number; width: number } | null = { from: 0, width: 86_400_000 };
  while (place !== null) {
    const page: Awaited<ReturnType<typeof walkWindows<number>>> = await walkWindows({
      ...{ exchange: 'okx', begin: place, now: NOW, widest: 7 * 86_400_000, enough },
      async ask({ from, until }: Window) {
        asked += 1;
        const inWindow = times.filter((time) => time >= from && time <= until);
        const rows = list(inWindow);
        return { rows: [...rows].sort((a, b) => a - b), full: inWindow.length >= PAGE };
      },
    });
    read.push(...page.rows);
    place = page.next;
  }
  return { read, asked };
}

describe('windows of time', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'tell everything once, in whatever order the exchange lists: history %d',
    async (seed) => {
      const times = history(400, seed);
      const inFull = (list: (all: readonly number[]) => readonly number[]) => (inWindow: readonly number[]) =>
        inWindow.length < PAGE ? inWindow : list(inWindow);
      for (const list of Object.values(ORDERS)) {
        expect((await readAll(times, inFull(list))).read).toEqual(times);
        expect((await readAll(times, inFull(list), () => true)).read).toEqual(times);
      }
    },
  );

  test('grow while there is nothing', async () => {
    const { read, asked } = await readAll([NOW - 1], (times) => times);
    expect([read, asked]).toEqual([[NOW - 1], 4]);
  });

  test('of a second that holds more than a page are told as what cannot be read', async () => {
    const times = Array.from({ length: PAGE }, (_, index) => 5_000_400 + index);
    await expect(readAll(times, ORDERS['oldest first'])).rejects.toThrow(
      'okx lists more of one second than one answer holds, and offers no way to the rest.',
    );
  });
});
