import { describe, expect, test } from '@jest/globals';
import type { CurvePicture } from './curve-picture.js';
import { optionOf } from './option.js';
import { svgOf } from './svg.js';

const HOUR = 3_600_000;
const to = Date.parse('2026-03-03T10:30:00Z');

const PICTURE: CurvePicture = {
  title: 'Equity <main>',
  subtitle: 'last 24 hours & more',
  currency: 'USDT',
  look: 'light',
  timezone: 'Europe/Berlin',
  from: to - 24 * HOUR,
  to,
  points: ['10000', '10300.10', '9990', '10502.355'].map((equity, index) => ({
    ...{ at: to - (3 - index) * 8 * HOUR, equity, low: equity, flows: '0' },
    partial: false,
  })),
};

const drawn = (changes: Partial<CurvePicture> = {}) => svgOf(optionOf({ ...PICTURE, ...changes }));
const texts = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text]) =>
    text?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );
const textsOf = (changes: Partial<CurvePicture> = {}) => texts(drawn(changes));
/** How often a line of this colour is drawn. */
const lines = (svg: string, stroke: string) => svg.split(`stroke="${stroke}"`).length - 1;
const withEquities = (...equities: string[]) => ({
  points: equities.map((equity, index) => ({
    ...{ at: to - (equities.length - 1 - index) * HOUR, equity, low: equity, flows: '0' },
    partial: false,
  })),
});

describe('the words of a picture', () => {
  test('are the title, the figures of the range and the labels of the axes', () => {
    expect(textsOf()).toEqual([
      'Equity <main>',
      'last 24 hours & more',
      '10,502.36 USDT',
      '+502.36 USDT (+5.02%)',
      'Max drawdown -3.01%',
      '10.0k',
      '10.2k',
      '10.4k',
      '-2%',
      '0%',
      '12:00',
      '18:00',
      '3 Mar',
      '06:00',
    ]);
  });

  test('say nothing of a drawdown where there is none', () => {
    expect(textsOf({ ...withEquities('100', '100', '150'), timezone: 'Asia/Kolkata' })).toEqual([
      'Equity <main>',
      'last 24 hours & more',
      '150.00 USDT',
      '+50.00 USDT (+50.00%) since 3 Mar 14:00',
      '100',
      '120',
      '140',
      '18:00',
      '3 Mar',
      '06:00',
      '12:00',
    ]);
  });

  test.each([
    ['a week', 7 * 24, [-60, -20], '+10.00 USDT (+10.00%) since 28 Feb until 2 Mar'],
    ['a day', 24, [-10, 0], '+10.00 USDT (+10.00%) since 3 Mar 01:30'],
    ['a day', 24, [-23, -5], '+10.00 USDT (+10.00%) until 3 Mar 06:30'],
    ['a week', 7 * 24, [-72, 0], '+10.00 USDT (+10.00%) since 28 Feb'],
    ['a day', 24, [-23, -1], '+10.00 USDT (+10.00%)'],
  ])('say of which part of %s the change is known', (_, hours, [first = 0, last = 0], expected) => {
    const points = Array.from({ length: 11 }, (_, index) => ({
      at: to + (first + ((last - first) * index) / 10) * HOUR,
      ...{ equity: String(100 + index), low: '100', flows: '0', partial: false },
    }));
    expect(textsOf({ from: to - hours * HOUR, points })[3]).toBe(expected);
  });

  test('say what is incomplete', () => {
    const points = PICTURE.points.map((point, index) => ({ ...point, partial: index === 1 }));
    expect(textsOf({ points }).slice(4, 7)).toEqual(['Max drawdown -0.10%', '● incomplete data', '10.0k']);
  });

  test('tell the last whole amount, and the change between whole ones', () => {
    const equities = ['1', '100', '3', '110', '2'];
    const marked = (...whole: number[]) =>
      withEquities(...equities).points.map((point, index) => ({ ...point, partial: !whole.includes(index) }));
    expect(textsOf({ from: to - 4 * HOUR, points: marked(1, 3) }).slice(2, 5)).toEqual([
      '110.00 USDT',
      '+10.00 USDT (+10.00%)',
      '● incomplete data',
    ]);
    expect(textsOf({ points: marked(1) }).slice(2, 5)).toEqual([
      '100.00 USDT',
      'Change not known',
      '● incomplete data',
    ]);
  });

  test('tell no percent where there was nothing, and the drawdown in money', () => {
    expect(textsOf(withEquities('0', '-10.5', '-3')).slice(2, 5)).toEqual([
      '-3.00 USDT',
      '-3.00 USDT since 3 Mar 09:30',
      'Max drawdown -10.50 USDT',
    ]);
  });

  test('do not count what came and went, and say so', () => {
    const flows = ['0', '0', '-5000', '-5000'];
    const equities = ['10000', '9990', '4995', '5494.5'];
    const points = PICTURE.points.map((point, index) => {
      const equity = equities[index] ?? '';
      return { ...point, equity, low: index === 3 ? '4495.5' : equity, flows: flows[index] ?? null };
    });
    expect(textsOf({ points })).toEqual([
      'Equity <main>',
      'last 24 hours & more',
      '5,494.50 USDT',
      '+494.50 USDT (+7.42%)',
      'Deposits and withdrawals not counted: -5,000.00 USDT',
      'Max drawdown -10.00%',
      ...['6k', '8k', '10k', '-10%', '0%', '12:00', '18:00', '3 Mar', '06:00'],
    ]);
  });

  test('tell no change and no drawdown where it is not known what came and went', () => {
    const points = PICTURE.points.map((point, index) => ({ ...point, flows: index < 2 ? '0' : null }));
    expect(textsOf({ points })).toEqual([
      'Equity <main>',
      'last 24 hours & more',
      '10,502.36 USDT',
      'Change not known',
      'Drawdown not known: a deposit or withdrawal has no price',
      ...['10.0k', '10.2k', '10.4k', '12:00', '18:00', '3 Mar', '06:00'],
    ]);
  });

  test('are cut to the width of the picture', () => {
    const [title, subtitle] = textsOf({ title: 'T'.repeat(500), subtitle: 's'.repeat(500) });
    expect([title, subtitle]).toEqual([expect.stringMatching(/^T+…$/), expect.stringMatching(/^s+…$/)]);
  });
});

describe('the lines of a picture', () => {
  test('break where snapshots are missing, in the curve and in its drawdown', () => {
    const whole = drawn(withEquities(...Array.from({ length: 20 }, (_, index) => String(100 - index))));
    expect(lines(whole, '#1763d6')).toBe(1);
    expect(lines(whole, '#d92d20')).toBe(1);
    const { points } = withEquities(...Array.from({ length: 20 }, (_, index) => String(100 - index)));
    const gaps = drawn({
      points: points.filter((_, index) => index < 5 || (index > 9 && index < 12) || index > 16),
    });
    const moves = (svg: string, stroke: string) =>
      [...svg.matchAll(new RegExp(`<path d="([^"]*)"[^>]*stroke="${stroke}"`, 'g'))].map(
        ([, path]) => path?.match(/M/g)?.length,
      );
    expect(moves(gaps, '#1763d6')).toEqual([3]);
    expect(moves(gaps, '#d92d20')).toEqual([3]);
    expect(moves(whole, '#1763d6')).toEqual([1]);
  });

  test('have no drawdown where equity never fell', () => {
    expect(lines(drawn(withEquities('1', '2')), '#d92d20')).toBe(0);
  });
});

test.each([
  ['a zone that does not exist', { timezone: 'Mars/Base' }, 'Invalid time zone specified: Mars/Base'],
  ['a single point', withEquities('1'), 'a curve needs two points at least'],
])('a picture of %s cannot be drawn', (_, changes, message) => {
  expect(() => drawn(changes)).toThrow(message);
});
