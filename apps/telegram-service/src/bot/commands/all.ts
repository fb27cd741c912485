import { type Command, SECTIONS } from './command.js';
import * as registry from './registry.js';

/** Every command of the registry, section by section, in each by name. */
export const COMMANDS: readonly Command[] = SECTIONS.flatMap((section) =>
  Object.values<Command>(registry).filter((command) => command.section === section),
);
