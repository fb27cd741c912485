import type { QuestRule } from '../quest.js';

export const profitStreak: QuestRule = {
  id: 'profit_streak',
  title: 'Profit Streak',
  description: 'Achieve 5 profitable trades in a row',
  metric: 'win_streak',
  target: 5,
};
