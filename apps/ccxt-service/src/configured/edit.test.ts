import { describe, expect, test } from '@jest/globals';
import { hasEntry, withChange, withEntry, withoutEntry } from './edit.js';

const MAIN = { name: 'okx', account: 'main' };
const SECOND = { name: 'okx', account: 'second' };
const KEYS = { apiKey: 'k', secret: 's', password: 'p' };
const KRAKEN = { name: ' Kraken', apiKey: 'a', secret: 'b' };
const FILE = {
  exchanges: [KRAKEN, { name: 'OKX', ...KEYS }, { enabled: false, name: 'okx', account: 'second' }],
};

describe('exchanges.json', () => {
  test('gets an entry more, of which only what is not usual is written', () => {
    const empty = { exchanges: [] };
    expect([withEntry(empty, MAIN), withEntry({ exchanges: [KRAKEN] }, SECOND, KEYS)]).toEqual([
      { exchanges: [{ name: 'okx', enabled: true }] },
      { exchanges: [KRAKEN, { name: 'okx', account: 'second', enabled: true, ...KEYS }] },
    ]);
  });

  test('has one entry changed, the others as they are written', () => {
    const [, okx, second] = FILE.exchanges;
    const changes = [
      withChange(FILE, MAIN, { enabled: false }),
      withChange(FILE, MAIN, { credentials: null }),
      withChange(FILE, MAIN, { credentials: { apiKey: 'new', secret: 'pair' } }),
      withChange(FILE, SECOND, { enabled: true, credentials: KEYS }),
    ];
    expect(changes).toEqual([
      { exchanges: [KRAKEN, { ...okx, enabled: false }, second] },
      { exchanges: [KRAKEN, { name: 'OKX' }, second] },
      { exchanges: [KRAKEN, { name: 'OKX', apiKey: 'new', secret: 'pair' }, second] },
      { exchanges: [KRAKEN, okx, { ...second, enabled: true, ...KEYS }] },
    ]);
  });

  test('loses one entry', () => {
    const [, okx, second] = FILE.exchanges;
    expect([withoutEntry(FILE, { name: 'kraken', account: 'main' }), withoutEntry(FILE, SECOND)]).toEqual([
      { exchanges: [okx, second] },
      { exchanges: [KRAKEN, okx] },
    ]);
  });

  test('is searched by name and account', () => {
    const identities = [MAIN, SECOND, { name: 'kraken', account: 'main' }, { name: 'kraken', account: 'x' }];
    expect(identities.map((identity) => hasEntry(FILE, identity))).toEqual([true, true, true, false]);
  });
});
