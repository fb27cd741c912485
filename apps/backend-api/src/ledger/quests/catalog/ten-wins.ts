import type { QuestRule } from '../quest.js';

export const tenWins: QuestRule = {
  id: 'ten_wins',
  title: 'Ten Wins',
  description: 'Close 10 trades with a profit',
  metric: 'wins',
  target: 10,
};
