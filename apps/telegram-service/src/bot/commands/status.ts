import { renderStatus } from '../render/status.js';
import { trouble } from '../render/trouble.js';
import type { Command } from './command.js';

export const status: Command = {
  name: 'status',
  aliases: ['health'],
  description: 'Health of all services',
  section: 'Health',
  access: 'linked',
  async answer({ backend, timezone, signal }) {
    const told = await backend.health(signal);
    return told.ok ? renderStatus(told.value, timezone) : trouble(told);
  },
};
