import { renderCache } from '../render/cache.js';
import { trouble } from '../render/trouble.js';
import type { Command } from './command.js';

export const cache: Command = {
  name: 'cache',
  description: 'How well the caches do',
  section: 'Health',
  access: 'linked',
  async answer({ backend, chat, timezone, signal }) {
    const told = await backend.cache(chat.id, signal);
    return told.ok ? renderCache(told.value, timezone) : trouble(told);
  },
};
