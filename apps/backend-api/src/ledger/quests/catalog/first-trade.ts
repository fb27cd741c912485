import type { QuestRule } from '../quest.js';

export const firstTrade: QuestRule = {
  id: 'first_trade',
  title: 'First Trade',
  description: 'Execute your first successful trade',
  metric: 'fills',
  target: 1,
};
