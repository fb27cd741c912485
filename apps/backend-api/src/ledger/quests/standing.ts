import type { Quest } from '@neuratrade/api-contracts';
import type { Summary } from '../summary/summary.js';
import { wholeOf } from './metric.js';
import { METRICS } from './metrics.js';
import type { QuestRule } from './quest.js';

export type Standing = Pick<Quest, 'status' | 'progress'>;

/** How far a quest is. Once completed it stays so, whatever becomes of the figures. */
export function standingOf(rule: QuestRule, summary: Summary, wasCompleted: boolean): Standing {
  const { target } = rule;
  const metric = METRICS[rule.metric];
  if (wasCompleted || isReached(rule, summary)) return { status: 'completed', progress: target };
  const now = metric.now(summary);
  const progress = Math.min(wholeOf(now).toNumber(), target);
  if (now.gt(0)) return { status: 'in_progress', progress };
  if (metric.best(summary).lte(0)) return { status: 'not_started', progress };
  return { status: metric.breaks ? 'failed' : 'in_progress', progress };
}

export function isReached({ metric, target }: QuestRule, summary: Summary): boolean {
  return METRICS[metric].best(summary).gte(target);
}
