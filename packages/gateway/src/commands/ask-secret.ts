import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandError } from './command-error.js';

/**
 * Asks for one line on the terminal without showing what is typed.
 *
 * @throws {CommandError} when nothing is typed, or the question is called off with Ctrl-C or Ctrl-D
 */
export async function askSecret(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  process.stderr.write(`${question}: `);
  const answer = await new Promise<string>((resolve) => {
    reader.once('line', resolve);
    reader.once('SIGINT', () => reader.close());
    reader.once('close', () => resolve(''));
  });
  reader.close();
  process.stderr.write('\n');
  if (answer.trim() === '') throw new CommandError('Nothing was typed, so nothing is changed.');
  return answer;
}
