import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a home remembers of a server between starts; undefined when it remembers nothing. */
export async function recall<T extends object>(file: string): Promise<Partial<T> | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read (${error.code}). Run as the user who owns it.`);
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Partial<T>;
  } catch {
    throw new Error(`${file} is not valid JSON. Restore it from a backup, or move it away.`);
  }
}

/** Writes the file whole or not at all, readable by its owner alone. */
export async function remember(file: string, value: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}
