import { renderExchanges } from '../render/exchanges.js';
import { trouble } from '../render/trouble.js';
import type { Command } from './command.js';

export const exchanges: Command = {
  name: 'exchanges',
  description: 'How the exchanges answer',
  section: 'Health',
  access: 'linked',
  async answer({ backend, chat, timezone, signal }) {
    const told = await backend.exchanges(chat.id, signal);
    return told.ok ? renderExchanges(told.value, timezone) : trouble(told);
  },
};
