import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawdownsOf } from './drawdown.js';

type Given = readonly [equity: string, flows?: string | null, low?: string];

const points = (...given: Given[]) =>
  given.map(([equity, flows = '0', low = equity], index) => ({
    ...{ at: index * 7_200_000, equity, low, flows, partial: false },
  }));
const below = (...given: Given[]) => {
  const drawdowns = drawdownsOf(points(...given));
  return [drawdowns?.unit, drawdowns?.below.map((value) => value && Number(value.toFixed(9)))];
};

test('a withdrawal is no fall and a deposit no rise', () => {
  expect(
    below(['10000'], ['5000', '-5000'], ['15000', '5000'], ['15000', '5000'], ['14850', '5000']),
  ).toEqual(['percent', [0, 0, 0, 0, -1]]);
});

test('a fall lasts over what comes and goes meanwhile', () => {
  expect(
    below(
      ['100'],
      ['50'],
      ['10', '-40'],
      ['910', '860'],
      ['910', '860'],
      ['910', '860'],
      ['1820', '860'],
      ['910', '860'],
    ),
  ).toEqual(['percent', [0, -50, -50, -50, -50, -50, 0, -50]]);
});

test('each step fell to its low, and from what was before it', () => {
  expect(below(['100', '0', '1'], ['150', '0', '90'], ['150', '0', '149'], ['130', '-20', '117'])).toEqual([
    'percent',
    [0, -10, (-1 / 150) * 100, -10].map((value) => Number(value.toFixed(9))),
  ]);
});

test('while there is nothing, nothing falls; what comes then begins anew', () => {
  expect(
    below(
      ['0'],
      ['100', '100'],
      ['50', '100'],
      ['0', '50'],
      ['0', '50'],
      ['10', '60'],
      ['10', '60'],
      ['9', '60'],
    ),
  ).toEqual(['percent', [null, 0, 0, null, null, 0, 0, -10]]);
});

test('what a deposit of lately lacks is on its way, not lost', () => {
  const late: Given[] = [['1000'], ['1000', '500', '1000'], ['1500', '500', '1000'], ['1500', '500']];
  expect(below(...late)).toEqual(['percent', [0, 0, 0, 0]]);
  const lost: Given[] = [['1000'], ['1000', '500', '850'], ['1000', '500'], ['1000', '500']];
  expect(below(...lost)).toEqual(['percent', [0, -10, -10, Number((-100 / 3).toFixed(9))]]);
});

test('what is left after a withdrawal of nearly all is not measured by what there was', () => {
  expect(
    below(
      ['10000'],
      ['1', '-9990'],
      ['0.5', '-9990'],
      ['1000.5', '-8990'],
      ['1000.5', '-8990'],
      ['900', '-8990'],
    ),
  ).toEqual(['percent', [0, 0, -50, 0, 0, Number(((-100.5 / 1_000.5) * 100).toFixed(9))]]);
});

test('without a price of what came and went nothing is told', () => {
  expect(below(['100'], ['90'], ['150', null])).toEqual([undefined, undefined]);
});

test('what is missing in a partial snapshot does not matter', () => {
  const [first, second, third] = points(['100'], ['20', null], ['90']);
  if (first === undefined || second === undefined || third === undefined) throw new Error('no points');
  expect(drawdownsOf([first, { ...second, partial: true }, third])).toEqual({
    ...{ unit: 'percent', below: [0, null, -10] },
  });
});

test('whatever only comes and goes, no account falls', () => {
  const cents = fc.bigInt({ min: 1n, max: 10n ** 12n });
  const decimal = (amount: bigint) => {
    const digits = String(amount < 0n ? -amount : amount).padStart(3, '0');
    return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  fc.assert(
    fc.property(fc.array(cents, { minLength: 2, maxLength: 30 }), (amounts) => {
      const [first = 0n] = amounts;
      const drawdowns = drawdownsOf(
        points(...amounts.map((amount): Given => [decimal(amount), decimal(amount - first)])),
      );
      expect(drawdowns).toEqual({ unit: 'percent', below: amounts.map(() => 0) });
    }),
  );
});
