import { nearest } from '@neuratrade/service-kit';
import type { Command } from 'commander';

/** What stands below a command's help. */
export function examples(...lines: string[]): string {
  return ['', 'Examples:', ...lines.map((line) => `  $ ${line}`)].join('\n');
}

/** Says that there is no such command, and which one was probably meant, wherever in the tree it stands. */
export function unknownCommand(name: string, program: Command): string {
  const paths = new Map(program.commands.flatMap((command) => pathsBelow(command, program.name())));
  const near = nearest(name, [...paths.keys()]);
  const hint =
    near === undefined
      ? `See ${program.name()} --help for what there is.`
      : `Did you mean ${paths.get(near)}?`;
  return `${program.name()} has no command ${name}. ${hint}`;
}

/** Has a command that stands for its group when none is named refuse what is no command of that group. */
export function refuseUnknown(standIn: Command, group: Command): Command {
  return standIn.allowExcessArguments().hook('preAction', () => {
    const [name] = standIn.args;
    if (name === undefined) return;
    const names = group.commands.map((command) => command.name());
    const near = nearest(name, names);
    const hint =
      near === undefined
        ? `Its commands are ${names.join(', ')}.`
        : `Did you mean neuratrade ${group.name()} ${near}?`;
    standIn.error(`neuratrade ${group.name()} has no command ${name}. ${hint}`);
  });
}

function pathsBelow(command: Command, parent: string): [string, string][] {
  const path = `${parent} ${command.name()}`;
  return [[command.name(), path], ...command.commands.flatMap((below) => pathsBelow(below, path))];
}
