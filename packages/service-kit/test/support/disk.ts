import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Without the right to mount there is no small disk to test on. */
export const mayMount =
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

/** A disk of its own, of 6 MB, at `path`. */
export async function smallDisk(path: string, options = 'size=6m') {
  await mkdir(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  return {
    /** Takes all room there is. */
    async fill() {
      for (const bytes of [1_048_576, 65_536, 4_096]) {
        for (let n = 0; await fits(join(path, `filler-${bytes}-${n}`), bytes); n += 1);
      }
    },
    free: () => void execFileSync('find', [path, '-name', 'filler-*', '-delete']),
    remove: () => void execFileSync('umount', ['-l', path]),
  };
}

async function fits(file: string, bytes: number): Promise<boolean> {
  return writeFile(file, Buffer.alloc(bytes, 1)).then(
    () => true,
    () => false,
  );
}
