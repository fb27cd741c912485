import { expect, test } from '@jest/globals';
import { instantOf } from './instant.js';

const AT = Date.UTC(2026, 2, 3, 10, 30);

test('an ISO 8601 time with its zone is that instant, to the millisecond', () => {
  expect(
    [
      ...[
        '2026-03-03T10:30:00Z',
        '2026-03-03T10:30Z',
        '2026-03-03 10:30:00+00:00',
        '2026-03-03t12:30:00+0200',
      ],
      ...[
        '2026-03-03T05:00:00-05:30',
        '2026-03-03T09:30:00-01',
        '2026-03-03T10:30:00.1239Z',
        '2024-02-29T00:00:00Z',
      ],
    ].map(instantOf),
  ).toEqual([AT, AT, AT, AT, AT, AT, AT + 123, Date.UTC(2024, 1, 29)]);
});

test('a time without a zone, a day that does not exist and anything else is none', () => {
  const wrong = [
    ...[
      '2026-03-03T10:30:00',
      '2026-03-03',
      '2026-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-00-01T00:00:00Z',
    ],
    ...['2026-03-03T24:00:00Z', '2026-03-03T10:60:00Z', '2026-03-03T10:30:60Z', '2026-03-03T10:30:00+24:00'],
    ...['1772533800000', '', 'now', '2026-03-03T10:30:00ZZ', '03/03/2026 10:30Z'],
  ];
  expect(wrong.map(instantOf)).toEqual(wrong.map(() => undefined));
});
