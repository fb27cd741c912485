import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { CurvePicture } from '../src/pictures/curve-picture.js';
import { createPictures, type Pictures } from '../src/pictures/pictures.js';
import { type Pixels, pixelsOf } from './pixels.js';

jest.setTimeout(60_000);

const WORKER = new URL('../dist/pictures/worker.js', import.meta.url);
const FAULTY = new URL('./faulty-worker/worker.js', import.meta.url);
const HOUR = 3_600_000;
const to = Date.parse('2026-03-03T10:30:00Z');

const COLOURS = {
  light: { background: '#ffffff', line: '#1763d6', drawdown: '#d92d20', gain: '#067647', partial: '#b54708' },
  dark: { background: '#0e1521', line: '#58a6ff', drawdown: '#ff6b5e', gain: '#47cd89', partial: '#fdb022' },
};

const curve = (count: number, equity: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => {
    const worth = equity(index).toFixed(2);
    const at = to - (count - 1 - index) * HOUR;
    return { at, equity: worth, low: worth, flows: '0', partial: false };
  });

const PICTURE: CurvePicture = {
  title: 'Equity',
  subtitle: 'main, last 7 days',
  currency: 'USDT',
  look: 'light',
  timezone: 'Europe/Berlin',
  from: to - 168 * HOUR,
  to,
  points: curve(168, (index) => 10_000 + index * 5 + 400 * Math.sin(index / 12)),
};

const RISING = { points: curve(168, (index) => 10_000 + index) };

const never = () => new AbortController().signal;

describe('a picture', () => {
  let pictures: Pictures;
  beforeAll(() => {
    pictures = createPictures({ worker: WORKER });
    pictures.warm();
  });
  afterAll(() => pictures.close());

  const draw = async (changes: Partial<CurvePicture> = {}): Promise<Pixels> =>
    pixelsOf(await pictures.curve({ ...PICTURE, ...changes }, never()));

  test.each(['light', 'dark'] as const)('has the size and the colours of the %s look', async (look) => {
    const { background, line, drawdown, gain } = COLOURS[look];
    const pixels = await draw({ look });
    expect([pixels.width, pixels.height]).toEqual([1080, 960]);
    expect([pixels.at(0, 0), pixels.at(1079, 959), pixels.at(1079, 0)]).toEqual([
      background,
      background,
      background,
    ]);
    for (const colour of [line, drawdown, gain]) expect(pixels.count(colour)).toBeGreaterThan(500);
    const other = COLOURS[look === 'light' ? 'dark' : 'light'];
    for (const colour of [other.line, other.drawdown, other.gain]) expect(pixels.count(colour)).toBe(0);
  });

  test.each(['light', 'dark'] as const)(
    'has the colour of a drawdown only where there is one, in the %s look',
    async (look) => {
      expect((await draw({ ...RISING, look })).count(COLOURS[look].drawdown)).toBe(0);
    },
  );

  test('fills the area under the curve, softly, and leaves empty what is above it', async () => {
    const pixels = await draw(RISING);
    expect(pixels.at(640, 860)).not.toBe(COLOURS.light.background);
    expect(pixels.at(640, 330)).toBe(COLOURS.light.background);
  });

  test('is drawn in the font that comes with it', async () => {
    const worded = await pictures.curve({ ...PICTURE, title: 'Equity' }, never());
    const wordless = await pictures.curve({ ...PICTURE, title: '' }, never());
    const title = (png: Uint8Array) => {
      const pixels = pixelsOf(png);
      let dark = 0;
      for (let x = 40; x < 300; x++) for (let y = 30; y < 84; y++) if (pixels.at(x, y) !== '#ffffff') dark++;
      return dark;
    };
    expect(title(worded)).toBeGreaterThan(1_000);
    expect(title(wordless)).toBe(0);
  });

  test('shows nothing where snapshots are missing', async () => {
    const whole = await draw();
    const broken = await draw({ points: PICTURE.points.filter((_, index) => index < 60 || index > 100) });
    const column = (pixels: Pixels) => {
      const { line, drawdown } = COLOURS.light;
      return [line, drawdown].map((colour) => {
        for (let y = 300; y < 880; y++) if (pixels.at(470, y) === colour) return true;
        return false;
      });
    };
    expect([column(whole), column(broken)]).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  test('marks the snapshots that are incomplete', async () => {
    const points = PICTURE.points.map((point, index) => ({ ...point, partial: index > 20 && index < 30 }));
    expect((await draw()).count(COLOURS.light.partial)).toBe(0);
    expect((await draw({ points })).count(COLOURS.light.partial)).toBeGreaterThan(300);
  });

  test('shows a fall that was over before the step was', async () => {
    const points = RISING.points.map((point, index) => (index === 80 ? { ...point, low: '8000' } : point));
    expect((await draw({ points })).count(COLOURS.light.drawdown)).toBeGreaterThan(100);
  });

  test('has no drawdown of a withdrawal, and none at all where what went has no price', async () => {
    const withdrawn = (flows: string | null) =>
      RISING.points.map((point, index) => {
        const worth = (10_000 + index - (index > 90 ? 4_000 : 0)).toFixed(2);
        return { ...point, equity: worth, low: worth, flows: index > 90 ? flows : '0' };
      });
    const counts = [await draw({ points: withdrawn('-4000') }), await draw({ points: withdrawn(null) })];
    expect(counts.map((pixels) => pixels.count(COLOURS.light.drawdown))).toEqual([0, 0]);
  });

  test.each([
    ['a flat curve', { points: curve(100, () => 500) }],
    ['nothing at all', { points: curve(100, () => 0) }],
    ['one huge spike', { points: curve(168, (index) => (index === 90 ? 1e9 : 10_000)) }],
    ['equity below zero', { points: curve(168, (index) => 100 - index * 7) }],
    ['two points', { points: curve(2, (index) => 10_000 + index) }],
    [
      '2,000 points',
      { from: to - 2_000 * HOUR, points: curve(2_000, (index) => 1e4 + 5e3 * Math.sin(index / 90)) },
    ],
    [
      'tiny amounts',
      {
        points: [
          { at: to - HOUR, equity: '0.00001', low: '0.00001', flows: '0', partial: false },
          { at: to, equity: '0.000011', low: '0.000011', flows: '0', partial: true },
        ],
      },
    ],
    ['huge amounts', { points: curve(168, (index) => 1e12 + index * 1e9) }],
    ['foreign words', { title: '💰 净值 שלום', subtitle: '\u202e<b>&\u0000'.repeat(40) }],
    [
      'a point between gaps',
      { points: PICTURE.points.filter((_, index) => index < 20 || index === 60 || index > 90) },
    ],
  ])('of %s shows its line inside the plot', async (_, changes) => {
    const pixels = await draw(changes);
    expect(pixels.count(COLOURS.light.line)).toBeGreaterThan(400);
    for (const x of [5, 1_075]) {
      for (let y = 0; y < pixels.height; y++) expect(pixels.at(x, y)).toBe(COLOURS.light.background);
    }
  });

  test('is other where the time zone is', async () => {
    const [berlin, kolkata] = await Promise.all(
      ['Europe/Berlin', 'Asia/Kolkata'].map((timezone) => pictures.curve({ ...PICTURE, timezone }, never())),
    );
    expect(Buffer.compare(berlin as Uint8Array, kolkata as Uint8Array)).not.toBe(0);
  });

  test('that cannot be drawn is refused, and the next one is drawn', async () => {
    const bad = draw({ timezone: 'Mars/Base' });
    const good = draw();
    await expect(bad).rejects.toThrow('Invalid time zone specified: Mars/Base');
    expect((await good).width).toBe(1080);
  });

  test('keeps the thread that answers free while it is drawn', async () => {
    const many = {
      points: curve(2_000, (index) => 10_000 + 500 * Math.sin(index / 9)),
      from: to - 2_000 * HOUR,
    };
    await draw(many);
    const before = performance.eventLoopUtilization();
    for (let count = 0; count < 10; count++) await pictures.curve({ ...PICTURE, ...many }, never());
    const { active } = performance.eventLoopUtilization(before);
    expect(active / 10).toBeLessThan(20);
  });
});

describe('the thread that draws', () => {
  test.each([
    ['exit', 30_000, 'the thread that draws ended'],
    ['hoard', 30_000, 'the thread that draws failed: Worker terminated due to reaching memory limit'],
    ['hang', 6_000, 'it took longer than 6 s to draw'],
  ])('is started anew after a %s, and what waited is drawn', async (title, deadlineMs, reason) => {
    const pictures = createPictures({ worker: FAULTY, deadlineMs });
    try {
      const failing = pictures.curve({ ...PICTURE, title }, never());
      const waiting = pictures.curve(PICTURE, never());
      await expect(failing).rejects.toThrow(reason);
      expect(pixelsOf(await waiting).width).toBe(1080);
    } finally {
      await pictures.close();
    }
  });

  test('is asked for no more pictures than may wait', async () => {
    const pictures = createPictures({ worker: WORKER, most: 2 });
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => pictures.curve(PICTURE, never())),
    );
    await pictures.close();
    expect(answers.map((answer) => (answer.status === 'rejected' ? answer.reason.message : 'drawn'))).toEqual(
      ['drawn', 'drawn', 'drawn', 'too many pictures wait to be drawn'],
    );
  });

  test('forgets what nobody waits for any more', async () => {
    const pictures = createPictures({ worker: WORKER, most: 1 });
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = pictures.curve(PICTURE, running.signal);
    const second = pictures.curve(PICTURE, waiting.signal);
    waiting.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    const third = pictures.curve(PICTURE, never());
    running.abort(new Error('gone too'));
    await expect(first).rejects.toThrow('gone too');
    await expect(pictures.curve(PICTURE, AbortSignal.abort(new Error('long gone')))).rejects.toThrow(
      'long gone',
    );
    expect(pixelsOf(await third).width).toBe(1080);
    await pictures.close();
  });

  test('leaves no picture without an answer when it is closed', async () => {
    const pictures = createPictures({ worker: WORKER });
    const asked = [pictures.curve(PICTURE, never()), pictures.curve(PICTURE, never())];
    const answers = Promise.allSettled(asked);
    await pictures.close();
    for (const answer of await answers) {
      expect(answer).toEqual({ status: 'rejected', reason: new Error('no more pictures are drawn') });
    }
    await expect(pictures.curve(PICTURE, never())).rejects.toThrow('no more pictures are drawn');
  });
});
