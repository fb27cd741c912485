import { describe, expect, test } from '@jest/globals';
import type { Execution } from '@neuratrade/api-contracts';
import { judgePage, type Page } from './judge.js';
import type { Pass } from './pass.js';
import { afterPage, NOTHING_READ, passOf, sweepOf, type TradesProgress } from './progress.js';

const NOW = Date.parse('2026-03-03T12:00:00.000Z');
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

const trade = (id: number, at: number): Execution => ({
  id: String(id),
  symbol: 'BTC/USDT',
  side: 'buy',
  price: '46000',
  amount: '0.01',
  fees: [],
  position_side: 'both',
  executed_at: new Date(at).toISOString(),
});
const page = (
  trades: readonly Execution[],
  next: string | null = null,
  clock: number | null = NOW,
): Page => ({
  trades,
  next,
  clock,
});

/** Reads one page as the reader does. */
function read(progress: TradesProgress, answer: Page, now = NOW) {
  const judgement = judgePage(passOf(progress, now), answer, now);
  return {
    progress: afterPage(progress, judgement, now),
    valid: judgement.valid.map(({ id }) => id),
    suspicious: judgement.suspicious,
  };
}

const KNOWN: TradesProgress = {
  ...NOTHING_READ,
  anchor: { id: '5', at: NOW - 5 * MINUTE },
  complete: true,
  swept: { day: NOW, week: NOW, all: NOW },
};
const anchor = trade(5, NOW - 5 * MINUTE);

describe('the first reading of a history', () => {
  test('begins with the first fill, goes on by what the pages name, and is complete after a look behind its end', () => {
    const first = read(NOTHING_READ, page([trade(1, NOW - 9 * DAY), trade(2, NOW - 8 * DAY)], 'from 3'));
    expect(passOf(NOTHING_READ, NOW)).toMatchObject({ since: null, next: null, seen: true });
    expect(first.progress).toMatchObject({
      anchor: { id: '2', at: NOW - 8 * DAY },
      complete: false,
      pass: { next: 'from 3', pages: 1 },
    });
    const second = read(first.progress, page([trade(3, NOW - 7 * DAY)]));
    expect(second.progress).toMatchObject({ complete: false, pass: null });
    expect(passOf(second.progress, NOW)).toMatchObject({
      since: NOW - 7 * DAY - 10 * MINUTE,
      anchor: { id: '3' },
      seen: false,
    });
    expect(read(second.progress, page([trade(3, NOW - 7 * DAY)])).progress.complete).toBe(true);
  });

  test('is not complete by an empty page in the middle', () => {
    const first = read(NOTHING_READ, page([trade(1, NOW - 9 * DAY)], 'from 2'));
    const empty = read(first.progress, page([]));
    expect(empty.progress.complete).toBe(false);
    const again = read(empty.progress, page([trade(1, NOW - 9 * DAY), trade(2, NOW - 8 * DAY)]));
    expect(again).toMatchObject({ suspicious: null, progress: { anchor: { id: '2' }, complete: true } });
  });
});

describe('a page is not believed, and moves nothing,', () => {
  const refused: [string, Page, { suspicious: string; valid: string[] }][] = [
    [
      'when it is empty though fills are known',
      page([]),
      { suspicious: 'fill 5 of 2026-03-03T11:55:00.000Z, which is known, is missing', valid: [] },
    ],
    [
      'when it lacks the last fill; what is new in it is kept',
      page([trade(6, NOW - MINUTE)]),
      { suspicious: 'fill 5 of 2026-03-03T11:55:00.000Z, which is known, is missing', valid: ['6'] },
    ],
    [
      'when it is of yesterday',
      page([trade(1, NOW - DAY), trade(2, NOW - DAY + 1)]),
      { suspicious: 'fill 1 of 2026-03-02T12:00:00.000Z is older than what was asked for', valid: [] },
    ],
    [
      'when one of its fills lies in the future of the exchange',
      page([anchor, trade(6, NOW + 6 * MINUTE)]),
      { suspicious: 'fill 6 of 2026-03-03T12:06:00.000Z is in the future', valid: ['5'] },
    ],
    [
      'when the clock of the exchange cannot be right',
      page([anchor, trade(6, NOW + 2 * DAY)], null, NOW + 2 * DAY),
      { suspicious: 'the clock of the exchange is more than a day off', valid: [] },
    ],
  ];
  test.each(refused)('%s', (_, answer, expected) => {
    const { progress, ...told } = read(KNOWN, answer);
    expect(told).toEqual(expected);
    expect({ anchor: progress.anchor, pass: progress.pass }).toEqual({ anchor: KNOWN.anchor, pass: null });
  });

  test('when it repeats the page before, or names itself as the next', () => {
    const begun = read(KNOWN, page([anchor, trade(6, NOW - 3 * MINUTE)], 'from 7')).progress;
    expect(read(begun, page([anchor, trade(6, NOW - 3 * MINUTE)], 'from 9')).suspicious).toBe(
      'fill 5 of 2026-03-03T11:55:00.000Z is older than what was asked for',
    );
    const stuck = read(KNOWN, page([trade(4, NOW - 15 * MINUTE)], 'from 5')).progress;
    expect(stuck.pass).toMatchObject({ next: 'from 5' });
    expect(read(stuck, page([anchor], 'from 5')).suspicious).toBe('it asks for itself again');
  });
});

test('a page of an exchange whose clock is ten minutes ahead is believed by that clock', () => {
  const ahead = NOW + 10 * MINUTE;
  const { suspicious, progress } = read(KNOWN, page([anchor, trade(6, ahead)], null, ahead));
  expect({ suspicious, anchor: progress.anchor }).toEqual({
    suspicious: null,
    anchor: { id: '6', at: ahead },
  });
});

test('a fill that its exchange has forgotten is given up after five answers that go beyond it', () => {
  let progress = KNOWN;
  const newer = page([trade(6, NOW - MINUTE)]);
  for (let time = 0; time < 5; time++) progress = read(progress, newer).progress;
  const { suspicious, progress: after } = read(progress, newer);
  expect({ suspicious, anchor: after.anchor, missed: after.missed }).toEqual({
    suspicious: null,
    anchor: { id: '6', at: NOW - MINUTE },
    missed: 0,
  });
});

test('empty answers are never taken for a forgotten fill', () => {
  let progress = KNOWN;
  for (let time = 0; time < 20; time++) progress = read(progress, page([])).progress;
  expect(progress).toEqual({ ...KNOWN, lackingSince: NOW });
});

describe('a fill that no answer had for a day', () => {
  const lacking: TradesProgress = { ...KNOWN, lackingSince: NOW - DAY };

  test('is too old to be told: nothing is missing then, and the next look begins there all the same', () => {
    expect(read({ ...KNOWN, lackingSince: NOW - DAY + 1 }, page([])).suspicious).not.toBeNull();
    const { suspicious, progress } = read(lacking, page([]));
    expect({ suspicious, progress }).toEqual({ suspicious: null, progress: lacking });
    expect(passOf(progress, NOW)).toMatchObject({ since: NOW - 15 * MINUTE });
    const sweep = sweepOf({ ...lacking, swept: { day: 0, week: 0, all: 0 } }, NOW) as Pass;
    expect(judgePage(sweep, page([]), NOW).suspicious).toBeNull();
  });

  test('is missing as before once there are later ones', () => {
    expect(read(lacking, page([trade(6, NOW - MINUTE)]))).toMatchObject({
      suspicious: 'fill 5 of 2026-03-03T11:55:00.000Z, which is known, is missing',
      progress: { anchor: KNOWN.anchor, missed: 1, lackingSince: NOW - DAY },
    });
  });

  test('is waited for again once an answer has it', () => {
    expect(read(lacking, page([anchor])).progress).toEqual(KNOWN);
  });
});

describe('what is read again', () => {
  const isNow = { day: NOW, week: NOW, all: NOW };
  const dueBy = (swept: Partial<TradesProgress['swept']>) =>
    sweepOf({ ...KNOWN, swept: { ...isNow, ...swept } }, NOW);

  test('is the last day each hour, the last week each day, everything each month', () => {
    expect(dueBy({})).toBeNull();
    expect(dueBy({ day: NOW - 60 * MINUTE })).toMatchObject({ sweep: 'day', since: NOW - DAY - 10 * MINUTE });
    expect(dueBy({ week: NOW - DAY })).toMatchObject({ sweep: 'week', since: NOW - 7 * DAY - 10 * MINUTE });
    expect(dueBy({ all: NOW - 30 * DAY })).toMatchObject({ sweep: 'all', since: null });
  });

  test('is nothing while the history is read for the first time', () => {
    const swept = { day: 0, week: 0, all: 0 };
    expect(sweepOf({ ...KNOWN, complete: false, swept }, NOW)).toBeNull();
  });

  test('is read page by page beside the look for what is new, and moves nothing else', () => {
    const swept = { day: 0, week: 0, all: 0 };
    const begun = { ...KNOWN, swept };
    const pass = sweepOf(begun, NOW) as Pass;
    const first = judgePage(pass, page([trade(1, NOW - 9 * DAY)], 'from 2'), NOW);
    const after = afterPage(begun, first, NOW);
    expect(after).toEqual({ ...begun, sweep: first.read });
    const last = judgePage(sweepOf(after, NOW) as Pass, page([trade(2, NOW - 8 * DAY), anchor]), NOW);
    expect(afterPage(after, last, NOW)).toEqual({ ...KNOWN, swept: isNow });
  });

  test('is begun again where the last fill is missing at its end', () => {
    const swept = { day: 0, week: 0, all: 0 };
    const begun = { ...KNOWN, swept };
    const judgement = judgePage(sweepOf(begun, NOW) as Pass, page([trade(1, NOW - 9 * DAY)]), NOW);
    expect(judgement.suspicious).toBe('fill 5 of 2026-03-03T11:55:00.000Z, which is known, is missing');
    expect(afterPage(begun, judgement, NOW)).toEqual(begun);
  });
});
