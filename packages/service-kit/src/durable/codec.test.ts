import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decode, encode } from './codec.js';

test('whatever is JSON comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (key, value) => {
      const json = JSON.parse(JSON.stringify(value)) as unknown;
      expect(decode(key, encode(key, value))).toEqual({ value: json });
    }),
  );
});

test('a value of which one character is another, or that stands under another key, is none', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.nat(),
      fc.constantFrom('#', '~', ' '),
      (text, place, other) => {
        const stored = encode('key', text);
        const at = place % stored.length;
        fc.pre(stored[at] !== other);
        expect(decode('key', stored.slice(0, at) + other + stored.slice(at + 1))).toBeUndefined();
        expect(decode('kez', stored)).toBeUndefined();
      },
    ),
  );
});
