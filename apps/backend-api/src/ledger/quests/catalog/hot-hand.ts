import type { QuestRule } from '../quest.js';

export const hotHand: QuestRule = {
  id: 'hot_hand',
  title: 'Hot Hand',
  description: 'Achieve 10 profitable trades in a row',
  metric: 'win_streak',
  target: 10,
};
