import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@neuratrade/service-kit';
import { fileProblem } from './file-problem.js';
import type { HomePaths } from './paths.js';
import { makeDirectory } from './process/make-directory.js';
import { namesIn } from './process/read-file.js';

/**
 * Makes the folders of a home and checks that this user can write what a running stack writes.
 *
 * @throws {ConfigError} naming every folder and log file that cannot be written
 */
export function prepareHome({ home, run, logs, data }: HomePaths): void {
  refuse(folderProblem(home));
  refuse([run, logs, ...(existsSync(data) ? [data] : [])].flatMap(folderProblem));
  refuse(logProblems(logs));
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}

function folderProblem(folder: string): string[] {
  try {
    makeDirectory(folder);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      return [`${path} is no folder. Move it away, or set NEURATRADE_HOME to another folder.`];
    }
    return [fileProblem(error) ?? String(error)];
  }
  const trial = join(folder, `.write-test-${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(trial, '', { flag: 'wx' });
    return [];
  } catch (error) {
    return [unwritable(folder, error)];
  } finally {
    rmSync(trial, { force: true });
  }
}

function logProblems(logs: string): string[] {
  const files = namesIn(logs).filter((name) => name.endsWith('.log'));
  return files.flatMap((name) => {
    const file = join(logs, name);
    try {
      accessSync(file, constants.W_OK);
      return [];
    } catch (error) {
      return [unwritable(file, error)];
    }
  });
}

function unwritable(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return `${path} cannot be written (${code}). Give this user the right to write there, or set NEURATRADE_HOME to another folder.`;
}
