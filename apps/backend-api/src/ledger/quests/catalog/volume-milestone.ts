import type { QuestRule } from '../quest.js';

export const volumeMilestone: QuestRule = {
  id: 'volume_milestone',
  title: 'Volume Milestone',
  description: 'Trade $10,000 total volume',
  metric: 'volume',
  target: 10_000,
};
