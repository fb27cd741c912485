import { LRUCache } from 'lru-cache';
import type { Node, Tree } from '../summaries/node.js';
import { joinSummaries, NOTHING } from '../summary/summary.js';
import { writeSummary } from '../summary/text.js';
import { completedAt } from './moments.js';
import { goalOf, type QuestRule } from './quest.js';

export type CompletionTimes = (accountId: number, rule: QuestRule, tree: Tree) => Promise<number | null>;

const MOST = 10_000;

/** When quests were completed. What was found is kept for as long as the account's figures up to the end of that month are the same. */
export function createCompletionTimes(): CompletionTimes {
  const kept = new LRUCache<string, { readonly at: number; readonly text: string }>({ max: MOST });
  return async (accountId, rule, tree) => {
    const key = `${accountId} ${goalOf(rule)}`;
    const known = kept.get(key);
    const months = await tree.months();
    if (known !== undefined && textUntil(months, known.at) === known.text) return known.at;
    const at = await completedAt(rule, tree);
    if (at === null) kept.delete(key);
    else kept.set(key, { at, text: textUntil(months, at) });
    return at;
  };
}

function textUntil(months: readonly Node[], at: number): string {
  const earlier = months.filter(({ startsAt }) => startsAt <= at);
  return writeSummary(earlier.reduce((sum, { summary }) => joinSummaries(sum, summary), NOTHING));
}
