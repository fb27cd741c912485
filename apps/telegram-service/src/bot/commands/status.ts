import { renderStatus } from '../render/status.js';
import type { Command } from './command.js';

export const status: Command = {
  name: 'status',
  description: 'Health of all services',
  answer: async ({ backend, signal }) => renderStatus(await backend.health(signal)),
};
