import type { Outcome } from '../commands/outcome.js';

/** Lines for the user, on standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/**
 * Keeps a command that does something at its work when nobody reads its output any more: a reader that goes away
 * (`| head`), or a terminal that is closed, only ends the output.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Ends a command that does nothing but print as soon as nobody reads on; output that is lost otherwise is a failure. */
export function endWithReader(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
}

/** Says how it went and ends the process. */
export function finish(outcome: Outcome<string>, code: number = outcome.ok ? 0 : outcome.code): void {
  if (outcome.ok) print(outcome.value);
  else process.stderr.write(`${outcome.text}\n`);
  process.stdout.write('', () => process.exit(code));
}
