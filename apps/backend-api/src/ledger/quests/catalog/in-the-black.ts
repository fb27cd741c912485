import type { QuestRule } from '../quest.js';

export const inTheBlack: QuestRule = {
  id: 'in_the_black',
  title: 'In the Black',
  description: 'Earn $1,000 net of fees',
  metric: 'net_profit',
  target: 1_000,
};
