import { describe, expect, test } from '@jest/globals';
import { nearest } from './nearest.js';

describe('nearest', () => {
  const names = ['backend', 'ccxt', 'telegram', 'gateway'];

  test('finds the name behind a typing error', () => {
    expect(['bakend', 'cctx', 'telegrm', 'gatway'].map((name) => nearest(name, names))).toEqual(names);
  });

  test('offers nothing when no name is close', () => {
    expect(nearest('kubernetes', names)).toBeUndefined();
  });

  test('offers nothing for a name of which every letter would change', () => {
    expect([nearest('', ['7d']), nearest('1y', ['7d']), nearest('30', ['30d'])]).toEqual([
      undefined,
      undefined,
      '30d',
    ]);
  });

  test('offers nothing when there are no names', () => {
    expect(nearest('backend', [])).toBeUndefined();
  });
});
