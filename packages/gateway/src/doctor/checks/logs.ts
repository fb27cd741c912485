import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../../process/read-file.js';
import { formatBytes, plural } from '../../render/quantities.js';
import type { Check } from '../check.js';
import { failed, ok, warning } from '../finding.js';

const ID = 'logs';
const LARGE_BYTES = 1_073_741_824;

export const logs: Check = {
  id: ID,
  async run({ paths }) {
    const folder = paths.logs;
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) {
      return [ok(ID, `${folder} is not there yet`, { path: folder, files: 0, bytes: 0 })];
    }
    const names = namesIn(folder);
    const files = names.map((name) => join(folder, name));
    const sizes = files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
    const bytes = sizes.reduce((total, size) => total + size, 0);
    const values = { path: folder, files: names.length, bytes };
    const live = files.filter((file) => file.endsWith('.log'));
    const shut = [folder, ...live].find((path) => !isWritable(path));
    if (shut !== undefined) {
      return [
        failed(ID, `${shut} cannot be written`, `Give this user the right to: chmod u+w ${shut}`, values),
      ];
    }
    const text = `${plural(names.length, 'file')} of ${formatBytes(bytes)} in ${folder}`;
    if (bytes < LARGE_BYTES) return [ok(ID, text, values)];
    const remedy = `Rotate them (docs/operations.md has the file for logrotate); the largest: du -h ${folder}/* | sort -h | tail`;
    return [warning(ID, text, remedy, values)];
  },
};

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
