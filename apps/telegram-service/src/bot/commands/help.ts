import { renderSection } from '../render/help.js';
import { type Command, SECTIONS } from './command.js';

export const help: Command = {
  name: 'help',
  description: 'List the commands',
  section: 'This chat',
  access: 'anyone',
  answer: ({ commands }) => ({
    head: '<b>What I can do</b>',
    blocks: SECTIONS.map((section) =>
      renderSection(
        section,
        commands.filter((command) => command.section === section),
      ),
    ),
  }),
};
