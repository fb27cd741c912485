import { renderQuests } from '../render/quests.js';
import { trouble } from '../render/trouble.js';
import type { Command } from './command.js';

export const quests: Command = {
  name: 'quests',
  description: 'How far the milestones are',
  section: 'Your figures',
  access: 'linked',
  async answer({ backend, chat, timezone, signal }) {
    const told = await backend.quests(chat.id, signal);
    return told.ok ? renderQuests(told.value, timezone) : trouble(told);
  },
};
