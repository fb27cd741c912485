import type { QuestRule } from '../quest.js';

export const volumeMillion: QuestRule = {
  id: 'volume_million',
  title: 'Volume Million',
  description: 'Trade $1,000,000 total volume',
  metric: 'volume',
  target: 1_000_000,
};
