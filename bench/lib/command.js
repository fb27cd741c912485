import { InvalidArgumentError } from 'commander';
import { busyWarning } from './machine.js';
import { Interrupted } from './session.js';

export const say = (...lines) => process.stdout.write(`${lines.join('\n')}\n`);

/** Tells when the machine has other things to do. */
export function warnWhenBusy() {
  const warning = busyWarning();
  if (warning !== undefined) say(warning);
}

/** An option's value that must be a whole number from 1. */
export function wholeNumber(text) {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1.');
  return Number(text);
}

/** Runs the command, then ends the process: with code 1 for what went wrong, which is told, with 130 when interrupted. */
export async function runToEnd(command) {
  try {
    if (process.platform !== 'linux') throw new Error('This reads /proc: run it on Linux.');
    await command.parseAsync();
    process.exit();
  } catch (error) {
    const interrupted = error instanceof Interrupted;
    process.stderr.write(`${interrupted ? error.message : error.stack}\n`);
    process.exit(interrupted ? 130 : 1);
  }
}

/** Tells how many targets were missed, and fails the command for it when `strict`. */
export function conclude(results, { strict }) {
  const targets = results.flatMap((result) => result.targets);
  const missed = targets.filter(({ passed }) => !passed).length;
  say(`\n${targets.length - missed} of ${targets.length} targets met.`);
  if (strict && missed > 0) process.exitCode = 1;
}
