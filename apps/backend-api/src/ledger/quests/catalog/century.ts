import type { QuestRule } from '../quest.js';

export const century: QuestRule = {
  id: 'century',
  title: 'Century',
  description: 'Close 100 trades',
  metric: 'trades',
  target: 100,
};
