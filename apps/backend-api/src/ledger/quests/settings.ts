import { customQuestsSchema } from '@neuratrade/api-contracts';
import { setting } from '@neuratrade/service-kit';

export const questSettings = {
  CUSTOM_QUESTS: setting(
    customQuestsSchema.prefault('[]'),
    'Quests of your own, as a JSON list of id, title, description, metric and target; natively `quests` in config.json',
  ),
} as const;
