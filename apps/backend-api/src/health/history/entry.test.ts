import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cursorOf, placeOf } from './cursor.js';
import { entryOf } from './entry.js';

const down = {
  service: 'redis',
  from: 'up',
  to: 'down',
  reason: 'connection refused',
  at: new Date('2026-03-03T10:30:00.900Z'),
} as const;
const told = {
  service: 'redis',
  from: 'up',
  to: 'down',
  reason: 'connection refused',
  at: '2026-03-03T10:30:00Z',
};

test('a transition lasts until the next one that goes on from it', () => {
  const next = { from: 'down', at: new Date('2026-03-03T10:31:02.100Z'), lastedMs: 61_234 } as const;
  expect(entryOf({ ...down, next })).toEqual({
    ...told,
    duration_seconds: 61.234,
    ended_at: '2026-03-03T10:31:02Z',
    ongoing: false,
  });
});

test('the last one is ongoing', () => {
  expect(entryOf({ ...down, next: null })).toEqual({
    ...told,
    duration_seconds: null,
    ended_at: null,
    ongoing: true,
  });
});

test('one whose end nobody saw has no duration', () => {
  const next = { from: 'unchecked', at: new Date(), lastedMs: 20 } as const;
  expect(entryOf({ ...down, next })).toEqual({
    ...told,
    duration_seconds: null,
    ended_at: null,
    ongoing: false,
  });
});

test('what was never checked before is told as unknown', () => {
  expect(entryOf({ ...down, from: 'unchecked', next: null }).from).toBe('unknown');
});

test('a cursor is read back as the place it was made of, and nothing else is a cursor', () => {
  fc.assert(
    fc.property(fc.nat(), fc.uuid(), (micros, id) => {
      const place = { micros: String(micros), id };
      expect(placeOf(cursorOf(place))).toEqual(place);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => expect(placeOf(text)).toBeUndefined()));
});
