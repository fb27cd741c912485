import { expect, test } from '@jest/globals';
import type { JobRow } from './repository.js';
import { toldJob } from './told-job.js';

const AT = Date.parse('2026-03-03T10:30:00Z');
const row = (more: Partial<JobRow>): JobRow => ({
  ...{ account: 'main', exchange: 'okx', kind: 'trades', symbol: 'BTC/USDT', progress: {}, offered: true },
  ...{ failures: 0, error: null, leased: false, lastOkAt: null, fills: 0 },
  ...more,
});
const anchor = { id: '7', at: AT - 3_600_000 };
const told = (more: Partial<JobRow>) => {
  const { state, reached } = toldJob(row(more));
  return [state, reached];
};

test('fills are back-filled until the history is read, and reach up to the last fill meanwhile', () => {
  expect([
    told({}),
    told({ leased: true }),
    told({ leased: true, progress: { anchor }, lastOkAt: AT }),
    told({ progress: { anchor, complete: true } }),
    told({ progress: { anchor, complete: true }, lastOkAt: AT }),
    told({ progress: { anchor }, failures: 1, error: 'okx is busy.' }),
  ]).toEqual([
    ['waiting', null],
    ['back-filling', null],
    ['back-filling', '2026-03-03T09:30:00Z'],
    ['up to date', '2026-03-03T09:30:00Z'],
    ['up to date', '2026-03-03T10:30:00Z'],
    ['failing', '2026-03-03T09:30:00Z'],
  ]);
});

test('everything else runs once, and is up to date from then on', () => {
  const balances = { kind: 'balances', symbol: '' } as const;
  expect([
    told(balances),
    told({ ...balances, leased: true }),
    told({ ...balances, leased: true, lastOkAt: AT }),
    told({ ...balances, offered: false, lastOkAt: AT }),
  ]).toEqual([
    ['waiting', null],
    ['running', null],
    ['up to date', '2026-03-03T10:30:00Z'],
    ['not offered', '2026-03-03T10:30:00Z'],
  ]);
});

test('a job without a symbol tells none', () => {
  expect(toldJob(row({ kind: 'transfers', symbol: '', error: 'okx is busy.', failures: 2 }))).toEqual({
    ...{ account: 'main', exchange: 'okx', kind: 'transfers', symbol: null, state: 'failing', fills: 0 },
    ...{ reached: null, last_success: null, error: 'okx is busy.' },
  });
});
