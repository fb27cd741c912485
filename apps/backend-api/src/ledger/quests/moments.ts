import { descend } from '../summaries/descend.js';
import type { Tree } from '../summaries/node.js';
import { joinSummaries } from '../summary/summary.js';
import { METRICS } from './metrics.js';
import type { QuestRule } from './quest.js';
import { isReached } from './standing.js';

/** When a quest was completed, in milliseconds since 1970: exact, however late its fills became known. Null where it is not. */
export function completedAt(rule: QuestRule, tree: Tree): Promise<number | null> {
  const { events } = METRICS[rule.metric];
  return descend(tree, {
    events,
    which: 'first',
    holds: (before, stretch) => isReached(rule, joinSummaries(before, stretch)),
  });
}

/** When the progress of a quest last changed; null where it never did. */
export function movedAt({ metric }: QuestRule, tree: Tree): Promise<number | null> {
  const { events, moved } = METRICS[metric];
  return descend(tree, { events, which: 'last', holds: moved });
}
