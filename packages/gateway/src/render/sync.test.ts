import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { SyncJob } from '@neuratrade/api-contracts';
import { renderSync } from './sync.js';
import { lineProgress } from './sync-progress.js';

const job = (kind: SyncJob['kind'], more: Partial<SyncJob> = {}): SyncJob => ({
  ...{ account: 'main', exchange: 'binance', kind, symbol: null, state: 'up to date', fills: 0 },
  ...{ reached: '2026-03-03T10:30:00Z', last_success: '2026-03-03T10:30:00Z', error: null },
  ...more,
});
const status = (...jobs: SyncJob[]) => ({ jobs, updated_at: '2026-03-03T10:30:00Z' });
const render = (...jobs: SyncJob[]) => stripVTControlCharacters(renderSync(status(...jobs))).split('\n');

test('every symbol with fills has a line, those without are counted, and errors stand below', () => {
  const refused = 'binance refuses the key.';
  expect(
    render(
      job('balances', { state: 'failing', error: refused }),
      job('trades', { symbol: 'BTC/USDT', fills: 12_345 }),
      job('trades', { symbol: 'ETH/USDT', fills: 7, state: 'back-filling', last_success: null }),
      job('trades', { symbol: 'SOL/USDT' }),
      job('trades', { symbol: 'XRP/USDT', state: 'waiting', reached: null }),
    ),
  ).toEqual([
    'ACCOUNT  EXCHANGE  WHAT      STATE          FILLS  READ UP TO',
    'main     binance   balances  failing            -  2026-03-03T10:30:00Z',
    'main     binance   BTC/USDT  up to date    12,345  2026-03-03T10:30:00Z',
    'main     binance   ETH/USDT  back-filling       7  2026-03-03T10:30:00Z',
    'Without fills: 2 symbols; 1 of them still to be looked at.',
    `! binance, balances: ${refused}`,
  ]);
});

test('without any exchange that has a key, it says how to give one', () => {
  expect(render()).toEqual([
    'Nothing is read: no exchange that is enabled has a key. Give it one with neuratrade exchanges keys NAME.',
  ]);
});

test('what is asked for and not read is named', () => {
  expect([
    renderSync(status(), { exchange: 'okx' }),
    renderSync(status(), { account: 'bot-2', exchange: 'okx' }),
    renderSync(status(), { account: 'bot-2' }),
  ]).toEqual([
    'okx is not read: only exchanges that are enabled and have a key are. Give one a key with neuratrade exchanges keys okx.',
    'okx of account bot-2 is not read: only exchanges that are enabled and have a key are. Give one a key with neuratrade exchanges keys okx --account bot-2.',
    'Nothing of account bot-2 is read: only exchanges that are enabled and have a key are. Give one a key with neuratrade exchanges keys NAME --account bot-2.',
  ]);
});

test('waiting tells each symbol once it is read, and each trouble once', () => {
  const lines: string[] = [];
  const progress = lineProgress((line) => lines.push(line));
  const trades = (fills: number, more: Partial<SyncJob>) =>
    status(job('trades', { symbol: 'BTC/USDT', fills, ...more }));
  progress.update(trades(0, { state: 'failing', error: 'binance is busy.' }));
  progress.update(trades(0, { state: 'failing', error: 'binance is busy.' }));
  progress.update(trades(1_000, { state: 'back-filling' }));
  progress.update(trades(1_500, {}));
  progress.update(trades(1_501, {}));
  expect(lines).toEqual(['BTC/USDT: binance is busy.', 'BTC/USDT: 1,500 fills']);
});
