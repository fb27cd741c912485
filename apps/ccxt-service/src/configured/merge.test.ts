import { describe, expect, test } from '@jest/globals';
import { mergeExchanges, type Sources } from './merge.js';

const NOTHING: Sources = {
  listed: [],
  fromFile: [],
  credentialsOf: () => undefined,
  fallback: undefined,
};
const keys = (name: string) => ({ apiKey: `${name}-key`, secret: `${name}-secret` });

describe('configured exchanges', () => {
  const fromFile = [
    { name: 'binance', account: 'main', enabled: false, credentials: keys('file') },
    { name: 'okx', account: 'main', enabled: false, credentials: keys('file') },
    { name: 'kraken', account: 'main', enabled: true, credentials: keys('file') },
  ];
  const credentialsOf = (name: string) => (name === 'kraken' ? keys('env') : undefined);

  test('are those of the file where the environment names none, with keys of the environment first', () => {
    expect(mergeExchanges({ ...NOTHING, fromFile, credentialsOf })).toEqual([
      { name: 'binance', account: 'main', enabled: false, credentials: keys('file') },
      { name: 'okx', account: 'main', enabled: false, credentials: keys('file') },
      { name: 'kraken', account: 'main', enabled: true, credentials: keys('env') },
    ]);
  });

  test('are exactly those of the environment where it names some, with keys of the file', () => {
    expect(mergeExchanges({ ...NOTHING, listed: ['binance', 'bybit'], fromFile, credentialsOf })).toEqual([
      { name: 'binance', account: 'main', enabled: true, credentials: keys('file') },
      { name: 'bybit', account: 'main', enabled: true },
    ]);
  });

  test('keep the accounts of a name apart: keys of the environment are those of main', () => {
    const fromFile = [
      { name: 'kraken', account: 'second', enabled: false, credentials: keys('second') },
      { name: 'kraken', account: 'main', enabled: false, credentials: keys('file') },
    ];
    const merged = (listed: string[]) => mergeExchanges({ ...NOTHING, listed, fromFile, credentialsOf });
    expect([merged([]), merged(['kraken'])]).toEqual([
      [
        { name: 'kraken', account: 'second', enabled: false, credentials: keys('second') },
        { name: 'kraken', account: 'main', enabled: false, credentials: keys('env') },
      ],
      [
        { name: 'kraken', account: 'main', enabled: true, credentials: keys('env') },
        { name: 'kraken', account: 'second', enabled: false, credentials: keys('second') },
      ],
    ]);
  });

  test('are the fallback alone when there is no other, disabled ones included', () => {
    const fallback = 'simulator';
    const fromFile = [{ name: 'okx', account: 'main', enabled: false }];
    expect([
      mergeExchanges({ ...NOTHING, fallback }),
      mergeExchanges({ ...NOTHING, fallback, fromFile }),
      mergeExchanges(NOTHING),
    ]).toEqual([
      [{ name: 'simulator', account: 'main', enabled: true }],
      [{ name: 'okx', account: 'main', enabled: false }],
      [],
    ]);
  });
});
