import type { QuestRule } from '../quest.js';

export const firstWin: QuestRule = {
  id: 'first_win',
  title: 'First Win',
  description: 'Close your first trade with a profit',
  metric: 'wins',
  target: 1,
};
