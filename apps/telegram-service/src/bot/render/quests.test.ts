import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Quests } from '@neuratrade/api-contracts';
import { pagesOf } from '../pages.js';
import { renderQuests } from './quests.js';

const fixture = (name: string) =>
  readFileSync(new URL(`../../../../../packages/health-contracts/fixtures/${name}`, import.meta.url), 'utf8');
const BODY: Quests = JSON.parse(fixture('quests.json'));
const RAW = [
  { id: 'first_trade', metric: 'fills', unit: null },
  { id: 'profit_streak', metric: 'win_streak', unit: null },
  { id: 'volume_milestone', metric: 'volume', unit: 'USDT' },
];
const page = (body: Quests) => pagesOf(renderQuests(body, 'UTC'), 4_096);

test('the page’s quests are the page’s message, byte for byte and without a final newline', () => {
  const [text = '', ...more] = page({ ...BODY, raw: RAW });
  expect([Buffer.from(`${text}\n`), more]).toEqual([Buffer.from(fixture('telegram-quests.txt')), []]);
});

test('every status has its icon, the percentage only while in progress, dollars only where dollars are counted', () => {
  const quest = { id: 'a', title: 'A <1>', description: 'B & C', updated_at: BODY.updated_at };
  const quests: Quests['quests'] = [
    { ...quest, status: 'not_started', progress: 0, max_progress: 1_000_000 },
    { ...quest, id: 'b', status: 'failed', progress: 2, max_progress: 5 },
    { ...quest, id: 'c', status: 'in_progress', progress: 9_999.99, max_progress: 10_000 },
    { ...quest, id: 'd', status: 'completed', progress: 1_000, max_progress: 1_000 },
  ];
  const unit = (id: string, name: string | null) => ({ id, metric: 'net_profit', unit: name });
  expect(page({ quests, updated_at: BODY.updated_at, raw: [unit('c', 'EUR'), unit('d', 'USD')] })).toEqual([
    [
      '🎯 Quest Progress',
      '⬜ A &lt;1&gt; (0/1,000,000)\nB &amp; C',
      '❌ A &lt;1&gt; (2/5)\nB &amp; C',
      '⏳ A &lt;1&gt; (9,999.99/10,000) [99%]\nB &amp; C',
      '✅ A &lt;1&gt; ($1,000/$1,000)\nB &amp; C',
      'Last Updated: 2026-03-03 10:30 UTC',
    ].join('\n\n'),
  ]);
});

test('where no quest is on it is said how to switch one on', () => {
  expect(page({ quests: [], updated_at: BODY.updated_at })).toEqual([
    '🎯 Quest Progress\n\nNo quest is on. <code>neuratrade quests catalog</code> lists them, <code>neuratrade quests enable first_trade</code> switches one on.\n\nLast Updated: 2026-03-03 10:30 UTC',
  ]);
});
