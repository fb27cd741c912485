import { describe, expect, test } from '@jest/globals';
import { PRODUCT_QUESTS } from '@neuratrade/api-contracts';
import { Decimal } from '../decimal.js';
import { closesOf, NO_EXECUTIONS, NOTHING, type Summary } from '../summary/summary.js';
import { knownQuests } from './catalog.js';
import { METRICS } from './metrics.js';
import type { QuestRule } from './quest.js';
import { standingOf } from './standing.js';

const rule = (metric: QuestRule['metric'], target: number): QuestRule => ({
  ...{ id: 'it', title: 'It', description: 'Do it', metric, target },
});

const traded = (...results: readonly number[]): Summary => ({
  executions: NO_EXECUTIONS,
  closes: closesOf(
    results.map((pnl, index) => ({ openedAt: index, closedAt: index + 1, pnl: new Decimal(pnl) })),
  ),
});

const executed = (fills: number, volume: string): Summary => ({
  ...NOTHING,
  executions: { ...NO_EXECUTIONS, fills, volume: new Decimal(volume) },
});

const told = (quest: QuestRule, summary: Summary, wasCompleted = false) => {
  const { status, progress } = standingOf(quest, summary, wasCompleted);
  return `${status} ${progress}`;
};

describe('a streak', () => {
  const streak = rule('win_streak', 3);

  test.each([
    ['has not begun before the first win', [-1, 0], 'not_started 0'],
    ['counts wins in a row', [-1, 1, 1], 'in_progress 2'],
    ['fails when a loss breaks it', [1, 1, -1], 'failed 0'],
    ['fails when a draw breaks it', [1, 0, -1], 'failed 0'],
    ['starts again with the next win', [1, 1, -1, 1], 'in_progress 1'],
    ['is completed by enough of them', [-1, 1, 1, 1], 'completed 3'],
    ['stays completed whatever comes', [1, 1, 1, 1, -1], 'completed 3'],
  ])('%s', (_, results, standing) => {
    expect(told(streak, traded(...results))).toBe(standing);
  });

  test('that was completed stays so when late fills take its wins away', () => {
    expect(told(streak, traded(1, -1, 1), true)).toBe('completed 3');
  });
});

test('volume counts whole dollars, and no more than are asked for', () => {
  const milestone = rule('volume', 10_000);
  expect(
    ['0', '0.5', '7500.99', '9999.99', '10000', '25000'].map((volume) =>
      told(milestone, executed(1, volume)),
    ),
  ).toEqual([
    ...['not_started 0', 'in_progress 0', 'in_progress 7500', 'in_progress 9999'],
    ...['completed 10000', 'completed 10000'],
  ]);
});

test('a profit may melt away and does not fail for it; once reached it counts for good', () => {
  const profit = rule('net_profit', 100);
  expect(
    [[-5], [60.7], [60, -20], [60, -80], [120, -80]].map((results) => told(profit, traded(...results))),
  ).toEqual(['not_started 0', 'in_progress 60', 'in_progress 40', 'in_progress 0', 'completed 100']);
});

test('the page’s three are on by default, word for word', () => {
  const defaults = knownQuests([]).filter(({ source }) => source === 'default');
  expect(defaults).toEqual([
    {
      ...{ id: 'first_trade', title: 'First Trade', description: 'Execute your first successful trade' },
      ...{ metric: 'fills', target: 1, source: 'default' },
    },
    {
      ...{ id: 'profit_streak', title: 'Profit Streak', description: 'Achieve 5 profitable trades in a row' },
      ...{ metric: 'win_streak', target: 5, source: 'default' },
    },
    {
      ...{ id: 'volume_milestone', title: 'Volume Milestone', description: 'Trade $10,000 total volume' },
      ...{ metric: 'volume', target: 10_000, source: 'default' },
    },
  ]);
});

test('a quest is one file and one line: every quest counts something that there is, under an id of its own', () => {
  const quests = knownQuests([]);
  expect(new Set(quests.map(({ id }) => id)).size).toBe(quests.length);
  expect(quests.filter(({ metric }) => !(metric in METRICS))).toEqual([]);
  expect(quests.filter(({ source }) => source === 'catalog').length).toBeGreaterThanOrEqual(5);
});

test('those of a user’s own come last, and what they must not be called is what there is', () => {
  const own = rule('trades', 7);
  expect(knownQuests([]).map(({ id }) => id)).toEqual([...PRODUCT_QUESTS]);
  expect(knownQuests([own]).at(-1)).toEqual({ ...own, source: 'custom' });
});
