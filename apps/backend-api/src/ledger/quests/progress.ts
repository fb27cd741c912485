import type { Logger } from '@neuratrade/service-kit';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../platform/db/database.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Account } from '../accounts/service.js';
import type { Tree } from '../summaries/node.js';
import type { Summaries, Whole } from '../summaries/service.js';
import { createCompletionTimes } from './completion-times.js';
import { movedAt } from './moments.js';
import { goalOf, type QuestRule } from './quest.js';
import { type Completion, listCompletions, saveCompletions } from './repository.js';
import { isReached, type Standing, standingOf } from './standing.js';

export interface Progress extends Standing {
  readonly rule: QuestRule;
  /** When the progress last changed, in milliseconds since 1970; null before it ever did. */
  readonly changedAt: number | null;
}

export interface ProgressOptions {
  readonly pool: Database;
  readonly summaries: Pick<Summaries, 'look'>;
  readonly logger: Logger;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

const ACCOUNTS = 500;

/** How far an account is with quests. What was found out is kept for as long as the account's figures are the same. */
export function createProgress({ pool, summaries, logger, reasonOf }: ProgressOptions) {
  const kept = new LRUCache<number, { readonly key: string; readonly found: Promise<readonly Progress[]> }>({
    max: ACCOUNTS,
  });

  const completionTime = createCompletionTimes();

  const find = async (account: Account, rules: readonly QuestRule[]): Promise<readonly Progress[]> => {
    const stored = await orUnavailable(listCompletions(pool, account.id), reasonOf);
    const found = await summaries.look(account.id, async ({ summary }, tree) => {
      const all: Progress[] = [];
      for (const rule of rules) {
        const before = stored.find(({ questId, goal }) => questId === rule.id && goal === goalOf(rule));
        const changedAt = isReached(rule, summary) ? await completionTime(account.id, rule, tree) : null;
        const standing = standingOf(rule, summary, before !== undefined);
        all.push({ rule, ...standing, changedAt: changedAt ?? (await otherwise(rule, before, tree)) });
      }
      return all;
    });
    await keepCompleted(account, found, stored);
    return found;
  };

  const keepCompleted = async (
    account: Account,
    found: readonly Progress[],
    stored: readonly Completion[],
  ): Promise<void> => {
    const known = new Map(stored.map((row) => [`${row.questId} ${row.goal}`, row.completedAt]));
    const keyOf = ({ questId, goal }: Completion): string => `${questId} ${goal}`;
    const changed = found.flatMap(completionOf).filter((row) => known.get(keyOf(row)) !== row.completedAt);
    if (changed.length === 0) return;
    try {
      await saveCompletions(pool, account.id, changed);
    } catch (error) {
      logger.warn('Completed quests could not be stored', { error: reasonOf(error) });
      return;
    }
    for (const row of changed) {
      if (!known.has(keyOf(row)))
        logger.info('Quest completed', { account: account.name, quest: row.questId });
    }
  };

  return {
    /** In the order of the rules. */
    of(account: Account, rules: readonly QuestRule[], { text }: Whole): Promise<readonly Progress[]> {
      const key = `${rules.map(({ id }) => id).join(' ')} ${text}`;
      const known = kept.get(account.id);
      if (known?.key === key) return known.found;
      const found = find(account, rules);
      kept.set(account.id, { key, found });
      found.catch(() => {
        if (kept.get(account.id)?.found === found) kept.delete(account.id);
      });
      return found;
    },
  };
}

async function otherwise(
  rule: QuestRule,
  before: Completion | undefined,
  tree: Tree,
): Promise<number | null> {
  return before?.completedAt ?? movedAt(rule, tree);
}

function completionOf({ rule, status, changedAt }: Progress): Completion[] {
  if (status !== 'completed' || changedAt === null) return [];
  return [{ questId: rule.id, goal: goalOf(rule), completedAt: changedAt }];
}
