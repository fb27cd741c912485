import type { QuestRule } from '../quest.js';

export const activeMonth: QuestRule = {
  id: 'active_month',
  title: 'Active Month',
  description: 'Close trades on 30 different days',
  metric: 'active_days',
  target: 30,
};
