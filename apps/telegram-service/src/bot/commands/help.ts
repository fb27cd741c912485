import { renderHelp } from '../render/help.js';
import type { Command } from './command.js';

export const help: Command = {
  name: 'help',
  description: 'List the commands',
  answer: ({ commands }) => renderHelp(commands),
};
