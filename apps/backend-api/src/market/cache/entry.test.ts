import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeEntry, encodeEntry, entryOf, isFresh, isKept, secondsLeft } from './entry.js';

const POLICY = { freshMs: 5_000, ttlMs: 300_000, maxEntries: 10 };

describe('an entry', () => {
  test('is JSON with the time in two forms', () => {
    const fetchedAt = Date.parse('2026-03-03T10:30:00.250Z');
    expect(encodeEntry(entryOf({ last: '46000.10' }, fetchedAt))).toBe(
      '{"as_of":"2026-03-03T10:30:00Z","fetched_at":1772533800250,"value":{"last":"46000.10"}}',
    );
  });

  test('comes back as it was, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const entry = entryOf(JSON.parse(JSON.stringify(value)), Date.now());
        expect(decodeEntry(encodeEntry(entry), POLICY, Date.now())).toEqual(entry);
      }),
    );
  });

  test('never comes out of any other text, and reading it never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => decodeEntry(text, POLICY, Date.now()) === undefined));
    fc.assert(
      fc.property(fc.json(), (json) => {
        const read = decodeEntry(json, POLICY, Date.now());
        return read === undefined || json.startsWith('{"as_of":');
      }),
    );
    expect([null, undefined, 7, ['a']].map((stored) => decodeEntry(stored, POLICY, Date.now()))).toEqual(
      Array(4).fill(undefined),
    );
  });

  test('that was cut short anywhere is none', () => {
    const text = encodeEntry(entryOf({ bids: [['1', '2']] }, Date.now()));
    for (let length = 0; length < text.length; length++) {
      expect(decodeEntry(text.slice(0, length), POLICY, Date.now())).toBeUndefined();
    }
  });

  test('ages from fresh to kept to nothing; from the future there is none', () => {
    const now = Date.now();
    const told = [-1_001, -1_000, 0, 4_999, 5_000, 300_000, 300_001].map((age) => {
      const entry = entryOf(1, now - age);
      const decoded = decodeEntry(encodeEntry(entry), POLICY, now)?.value;
      return [isFresh(entry, POLICY, now), isKept(entry, POLICY, now), decoded];
    });
    expect(told).toEqual([
      [false, false, undefined],
      [true, true, 1],
      [true, true, 1],
      [true, true, 1],
      [false, true, 1],
      [false, true, 1],
      [false, false, undefined],
    ]);
    expect(secondsLeft(entryOf(1, now - 1_500), POLICY, now)).toBe(298);
  });
});
