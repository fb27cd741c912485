import { customQuestsSchema } from '@neuratrade/api-contracts';
import { type Settings, setting } from '@neuratrade/service-kit';
import { takenIds } from './catalog.js';

export const questSettings = {
  CUSTOM_QUESTS: setting(
    customQuestsSchema.prefault('[]'),
    'Quests of your own, as a JSON list of id, title, description, metric and target; natively `quests` in config.json',
  ),
} as const;

/** What a quest of the user's own cannot be called. */
export function questProblems({
  CUSTOM_QUESTS: custom = [],
}: Partial<Settings<typeof questSettings>>): string[] {
  const taken = takenIds(custom);
  if (taken.length === 0) return [];
  return [
    `CUSTOM_QUESTS: ${taken.join(', ')} ${taken.length === 1 ? 'is a quest' : 'are quests'} of NeuraTrade: choose another id`,
  ];
}
