import { copyFile, link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const DATA = /^\d+\.(log|ldb|sst)$|^MANIFEST-\d+$/;
const PROBE = 'space-check';
const PROBE_BYTES = 65_536;
const BLOCK = 32_768;
const HEADER = 7;

/** Makes the folder, for this user alone, and writes as much to it as opening a store there may need. */
export async function assertWritable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(async (error: NodeJS.ErrnoException) => {
    // A recursive mkdir on a read-only disk says ENOENT.
    throw error.code === 'ENOENT' ? await mkdir(folder).catch((cause: unknown) => cause) : error;
  });
  const file = join(folder, PROBE);
  try {
    const handle = await open(file, 'w', 0o600);
    try {
      await handle.writeFile(Buffer.alloc(PROBE_BYTES + (await sizeOfLogs(folder)), 1));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } finally {
    await rm(file, { force: true });
  }
}

async function sizeOfLogs(folder: string): Promise<number> {
  let size = 0;
  for (const name of await readdir(folder)) {
    if (name.endsWith('.log')) size += (await stat(join(folder, name)).catch(() => ({ size: 0 }))).size;
  }
  return size;
}

/** Why LevelDB would pass over data without a word when it opens this folder; undefined when it would not. */
export async function silentLoss(folder: string): Promise<string | undefined> {
  const names = await readdir(folder);
  const current = names.includes('CURRENT')
    ? (await readFile(join(folder, 'CURRENT'), 'utf8')).trim()
    : undefined;
  if (current === undefined) return names.some((name) => DATA.test(name)) ? 'CURRENT is missing' : undefined;
  if (!/^MANIFEST-\d+$/.test(current) || !names.includes(current)) return 'CURRENT is broken';
  return endsTorn(await readFile(join(folder, current))) ? `${current} ends torn` : undefined;
}

/** Whether the last record of a LevelDB log is not whole. Source: LevelDB, doc/log_format.md. */
function endsTorn(log: Buffer): boolean {
  let at = 0;
  let open = false;
  while (at < log.length) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEADER) {
      at += left;
      continue;
    }
    if (at + HEADER > log.length) return true;
    const type = log[at + 6];
    at += HEADER + log.readUInt16LE(at + 4);
    open = type === 2 || type === 3;
  }
  return open || at > log.length;
}

/** A second name for each file of the folder as it is now, so that it stays whatever becomes of it there. */
export async function keepCopy(folder: string, copy: string): Promise<void> {
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy, { mode: 0o700 });
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'LOCK') continue;
    const [from, to] = [join(folder, entry.name), join(copy, entry.name)];
    await link(from, to).catch(async () => copyFile(from, to).catch(ignoreMissing));
  }
}

/** Removes copies that a process left which ended while it opened. */
export async function removeCopies(folder: string, prefix: string): Promise<void> {
  const parent = dirname(folder);
  for (const name of await readdir(parent)) {
    if (name.startsWith(`${basename(folder)}${prefix}`))
      await rm(join(parent, name), { recursive: true, force: true });
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
