import { nearest } from '@neuratrade/service-kit';
import type { Command } from './commands/command.js';
import { escapeHtml } from './render/html.js';

const FORM = /^\/([a-z0-9_]{1,64})(?:@([a-z0-9_]{1,64}))?(?:\s+([\s\S]*))?$/i;
const MOST_NAME = 32;

/** A command as somebody typed it. */
export interface AskedCommand {
  /** In lower case, known or not. */
  readonly name: string;
  readonly args: string;
  /** The bot that it is for, where it names one. */
  readonly bot: string | undefined;
}

/** Undefined for a text that is no command. */
export function commandIn(text: string): AskedCommand | undefined {
  const [, name, bot, args = ''] = FORM.exec(text.trim()) ?? [];
  return name === undefined
    ? undefined
    : { name: name.toLowerCase(), args: args.trim(), bot: bot?.toLowerCase() };
}

/** The command of this name or alias. */
export function commandNamed(name: string, commands: readonly Command[]): Command | undefined {
  return commands.find((command) => command.name === name || command.aliases?.includes(name));
}

/** The answer to a command that there is not, with the one that was probably meant. */
export function unknownCommand(name: string, commands: readonly Command[]): string {
  const names = commands.flatMap((command) => [command.name, ...(command.aliases ?? [])]);
  const meant = nearest(name, names);
  const shown = name.length > MOST_NAME ? `${name.slice(0, MOST_NAME)}…` : name;
  const hint = meant === undefined ? '' : ` Did you mean /${meant}?`;
  return `I do not know /${escapeHtml(shown)}.${hint} /help lists what I can do.`;
}
