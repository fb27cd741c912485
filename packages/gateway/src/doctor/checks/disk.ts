import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatBytes } from '../../render/quantities.js';
import type { Check } from '../check.js';
import { suppliedDatabase } from '../facts/supplied.js';
import { type Finding, failed, ok, warning } from '../finding.js';

const MIB = 1_048_576;
const SCARCE_BYTES = 1_024 * MIB;
const EXHAUSTED_BYTES = 200 * MIB;
const SCARCE_INODES = 10_000;
const EXHAUSTED_INODES = 1_000;

/** What is left on a file system; `inodes` is null where it does not count them. */
export type DiskSpace = { path: string; free_bytes: number; total_bytes: number; free_inodes: number | null };

export const disk: Check = {
  id: 'disk',
  async run({ paths, settings }) {
    const supplied = settings.DATABASE_URL === undefined ? suppliedDatabase(paths) : undefined;
    const home = nearestExisting(paths.home);
    const data = nearestExisting(supplied?.directory ?? paths.data);
    const findings = [judgeDisk('disk.home', await measure(home))];
    const same = (await stat(home)).dev === (await stat(data)).dev;
    return same ? findings : [...findings, judgeDisk('disk.data', await measure(data))];
  },
};

/** Warns below 1 GiB or 10,000 inodes; below 200 MiB or 1,000 inodes databases and logs fail any moment. */
export function judgeDisk(id: string, space: DiskSpace): Finding {
  const { path, free_bytes: bytes, total_bytes: total, free_inodes: inodes } = space;
  const values = { ...space };
  const text = `${formatBytes(bytes)} of ${formatBytes(total)} free at ${path}`;
  const fewInodes = inodes !== null && inodes < SCARCE_INODES;
  const told = fewInodes ? `${text}, and only ${inodes} inodes` : text;
  const remedy = fewInodes
    ? `Delete files there; what holds most: du --inodes -x ${path} | sort -n | tail`
    : `Make room there; what is largest: du -xh ${path} | sort -h | tail`;
  if (bytes < EXHAUSTED_BYTES || (inodes !== null && inodes < EXHAUSTED_INODES)) {
    return failed(id, told, remedy, values);
  }
  return bytes < SCARCE_BYTES || fewInodes ? warning(id, told, remedy, values) : ok(id, text, values);
}

async function measure(path: string): Promise<DiskSpace> {
  const { bsize, bavail, blocks, files, ffree } = await statfs(path);
  return {
    path,
    free_bytes: bsize * bavail,
    total_bytes: bsize * blocks,
    free_inodes: files > 0 ? ffree : null,
  };
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
