import { accessSync, constants, statSync } from 'node:fs';
import type { Check } from '../check.js';
import { failed, ok, warning } from '../finding.js';

const WRITABLE_BY_ALL = 0o002;

export const home: Check = {
  id: 'home',
  async run({ paths }) {
    const folder = paths.home;
    const values = { path: folder };
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found === undefined) {
      return [ok('home', `${folder} is not there yet; the first neuratrade gateway start makes it`, values)];
    }
    if (!found.isDirectory()) {
      const remedy = `Move it away (mv ${folder} ${folder}.old), or set NEURATRADE_HOME to a folder.`;
      return [failed('home', `${folder} is no folder`, remedy, values)];
    }
    try {
      accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch {
      const remedy =
        'Run this as the user that it belongs to, or set NEURATRADE_HOME to a folder of your own.';
      return [failed('home', `${folder} cannot be read and written by this user`, remedy, values)];
    }
    if ((found.mode & WRITABLE_BY_ALL) !== 0) {
      const text = `every user of this machine can write into ${folder}`;
      return [warning('home', text, `chmod o-w ${folder}`, values)];
    }
    return [ok('home', folder, values)];
  },
};
