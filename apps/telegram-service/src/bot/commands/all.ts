import type { Command } from './command.js';
import * as registry from './registry.js';

/** Every command of the registry, by name. */
export const COMMANDS: readonly Command[] = Object.values(registry);
