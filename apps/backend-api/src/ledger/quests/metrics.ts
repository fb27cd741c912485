import type { QUEST_METRICS } from '@neuratrade/api-contracts';
import type { Metric } from './metric.js';
import { activeDays } from './metrics/active-days.js';
import { fills } from './metrics/fills.js';
import { netProfit } from './metrics/net-profit.js';
import { trades } from './metrics/trades.js';
import { volume } from './metrics/volume.js';
import { winStreak } from './metrics/win-streak.js';
import { wins } from './metrics/wins.js';

export type MetricName = (typeof QUEST_METRICS)[number];

/** What a quest can count. */
export const METRICS: Readonly<Record<MetricName, Metric>> = {
  fills,
  volume,
  trades,
  wins,
  win_streak: winStreak,
  net_profit: netProfit,
  active_days: activeDays,
};
