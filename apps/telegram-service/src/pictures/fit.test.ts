import { describe, expect, test } from '@jest/globals';
import { fitted } from './fit.js';
import { textWidth } from './raster.js';

describe('a text that has to fit', () => {
  test('stays as it is where it does', () => {
    expect(fitted('main, last 7 days', 900, 31, 400)).toBe('main, last 7 days');
  });

  test('is cut where it does not, as late as possible', () => {
    const long = 'Equity of an account with a very long name';
    const cut = fitted(long, 300, 31, 400);
    expect(cut).toBe('Equity of an accou…');
    expect(textWidth(cut, 31, 400)).toBeLessThanOrEqual(300);
    expect(textWidth('Equity of an accoun…', 31, 400)).toBeGreaterThan(300);
  });

  test('is cut between what people see as characters', () => {
    expect(fitted('e\u0301'.repeat(40), 90, 31, 400)).toMatch(/^(?:e\u0301)+…$/u);
  });

  test('loses what no picture can hold', () => {
    expect(fitted('\u202eEqui\u0000ty\n of <b>&amp;\ud83d \ufeff ', 900, 31, 400)).toBe('Equity of <b>&amp;');
  });
});
