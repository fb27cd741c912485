import { renderStatus } from '../render/status.js';
import { trouble } from '../render/trouble.js';
import type { Command } from './command.js';

export const status: Command = {
  name: 'status',
  aliases: ['health'],
  description: 'Health of all services',
  section: 'Health',
  access: 'linked',
  async answer({ backend, signal }) {
    const told = await backend.health(signal);
    return told.ok ? renderStatus(told.value) : trouble(told);
  },
};
