import type { Exit, Launched, ManagedService, StackContext } from '../services/managed-service.js';

const STACK_FRAME = /^\s+at /;
const ERROR_LINE = /^(Uncaught )?([A-Za-z]*Error)\b.*: /;

/**
 * What to show of the lines that a process wrote to stderr before it ended. Plain lines are its own words, one per
 * problem; of a crash with a stack only the line that names the error is worth showing.
 */
export function failureWords(lines: readonly string[]): string[] {
  const words = lines.filter((line) => line.trim() !== '');
  if (!words.some((line) => STACK_FRAME.test(line))) return words;
  const error = words.find((line) => ERROR_LINE.test(line.trim()));
  return error === undefined ? words.slice(-1) : [error.trim()];
}

/** How a process ended: `exit code 1`, `killed by SIGKILL`. */
export function describeExit({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : `killed by ${signal}`;
}

/** What was supplied, where and why, to stand behind the line that tells its start; empty for our own services. */
export function originOf(
  { supply }: ManagedService,
  context: StackContext,
  { product, url }: Launched,
): string {
  if (supply === undefined) return '';
  const what = product === undefined ? '' : `${product}, `;
  return `: ${what}${supply.word}, on ${new URL(url).host}, because ${supply.because(context)}`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Milliseconds as whole seconds, rounded up. */
export function secondsOf(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000);
}
