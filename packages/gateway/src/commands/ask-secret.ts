import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandError } from './command-error.js';

/**
 * Asks for one line on the terminal without showing what is typed.
 *
 * @throws {CommandError} when nothing is typed, or the question is called off with Ctrl-C or Ctrl-D
 */
export async function askSecret(question: string): Promise<string> {
  const [answer = ''] = await askSecrets([question]);
  return answer;
}

/** Asks one question after another as {@link askSecret} does; lines that are pasted together answer them in order. */
export async function askSecrets(questions: readonly string[]): Promise<string[]> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  reader.once('SIGINT', () => reader.close());
  const lines = reader[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const question of questions) {
      process.stderr.write(`${question}: `);
      const { value } = await lines.next();
      process.stderr.write('\n');
      if (typeof value !== 'string' || value.trim() === '') {
        throw new CommandError('Nothing was typed, so nothing is changed.');
      }
      answers.push(value);
    }
  } finally {
    reader.close();
  }
  return answers;
}
