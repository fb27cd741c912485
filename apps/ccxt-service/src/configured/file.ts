import { readFileSync, statSync } from 'node:fs';

const READABLE_BY_ALL = 0o004;
const BYTE_ORDER_MARK = /^\uFEFF/;

/** What `exchanges.json` holds. */
export interface FileContent {
  /** Undefined where there is no file. */
  readonly text: string | undefined;
  readonly json: unknown;
}

/** Stands for a file that is not there. */
const NO_FILE: FileContent = { text: undefined, json: { exchanges: [] } };

/**
 * Reads `exchanges.json`; a missing file lists no exchange. Undefined when it cannot be used: the reason, which never
 * repeats what the file holds, is then added to `problems`.
 */
export function readExchangesFile(file: string, problems: string[]): FileContent | undefined {
  let text: string;
  try {
    const found = statSync(file);
    if (found.isDirectory()) {
      problems.push(
        `${file} is a directory, which Docker makes when the file to mount does not exist: remove it, and put the file there or drop the mount`,
      );
      return undefined;
    }
    if (process.platform !== 'win32' && (found.mode & READABLE_BY_ALL) !== 0) {
      problems.push(`${file} holds keys and every user of this machine can read it: run chmod 600 ${file}`);
      return undefined;
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return NO_FILE;
    problems.push(`${file} cannot be read (${code}): let the user of this service read it`);
    return undefined;
  }
  try {
    return { text, json: JSON.parse(text.replace(BYTE_ORDER_MARK, '')) as unknown };
  } catch {
    problems.push(`${file} is no valid JSON: correct it, or start anew with {"exchanges":[]}`);
    return undefined;
  }
}
