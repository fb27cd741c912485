import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; anything but yes is no. */
export async function confirm(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const calledOff = new AbortController();
  reader.once('close', () => calledOff.abort());
  try {
    return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `, calledOff)).trim());
  } catch {
    process.stderr.write('\n');
    return false;
  } finally {
    reader.close();
  }
}
