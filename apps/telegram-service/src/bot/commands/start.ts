import { renderWelcome } from '../render/help.js';
import type { Command } from './command.js';

export const start: Command = {
  name: 'start',
  description: 'What this bot is for',
  answer: renderWelcome,
};
