import { describe, expect, test } from '@jest/globals';
import { createPageBender, PAGE_FAULTS } from './bend-page.js';

const asked = { path: '/api/v3/myTrades', query: 'symbol=BTCUSDT&fromId=1', apiKey: 'k' };
const rows = [{ id: 1 }, { id: 2 }, { id: 3 }];

describe('a page', () => {
  test('is bent by each fault in its way, wherever in the body the list stands', () => {
    const bend = createPageBender();
    bend(asked, [{ id: 0 }], undefined);
    expect(PAGE_FAULTS.map((fault) => [fault, bend(asked, rows, fault)])).toEqual([
      ['old_page', [{ id: 0 }]],
      ['duplicated_page', [{ id: 1 }, { id: 1 }, { id: 2 }, { id: 2 }, { id: 3 }, { id: 3 }]],
      ['reordered_page', [{ id: 3 }, { id: 2 }, { id: 1 }]],
      ['empty_page', []],
      ['thinned_page', [{ id: 1 }, { id: 3 }]],
    ]);
    expect(bend(asked, { uid: 1, balances: rows }, 'empty_page')).toEqual({ uid: 1, balances: [] });
    expect(bend(asked, { serverTime: 1 }, 'empty_page')).toEqual({ serverTime: 1 });
  });

  test('is as it was only to the same key, about the same market', () => {
    const bend = createPageBender();
    bend(asked, [{ id: 0 }], undefined);
    const others = [
      { ...asked, apiKey: 'other' },
      { ...asked, query: 'symbol=ETHUSDT' },
      { ...asked, path: '/api/v3/allOrders' },
      { ...asked, query: 'fromId=7&symbol=BTCUSDT' },
    ];
    expect(others.map((other) => bend(other, rows, 'old_page'))).toEqual([rows, rows, rows, [{ id: 0 }]]);
  });

  test('that no fault befell is answered as it is, and remembered in place of the one before', () => {
    const bend = createPageBender();
    expect(bend(asked, rows, undefined)).toBe(rows);
    bend(asked, [{ id: 9 }], undefined);
    bend(asked, rows, 'empty_page');
    expect(bend(asked, rows, 'old_page')).toEqual([{ id: 9 }]);
  });
});
