import type { CustomQuest } from '@neuratrade/api-contracts';

/** What is to be reached: `target` of what `metric` names. */
export type QuestRule = CustomQuest;

/** `default` ones are on unless switched off, as are a user's own; those of the catalog are off until switched on. */
export interface KnownQuest extends QuestRule {
  readonly source: 'default' | 'catalog' | 'custom';
}

/** Distinguishes what a quest asks for from what one of the same id asked for before. */
export function goalOf({ metric, target }: QuestRule): string {
  return `${metric} ${target}`;
}
