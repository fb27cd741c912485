import { configKeys, unknownKey } from '../../config/keys.js';
import { formOf, textOf } from '../../config/value.js';
import { plural } from '../../render/quantities.js';
import type { Check } from '../check.js';
import { formatMode, openToAll, readPrivateFile } from '../facts/private-file.js';
import { type Finding, failed, ok } from '../finding.js';

const ID = 'config_file';

export const configFile: Check = {
  id: ID,
  async run({ paths }) {
    const path = paths.config;
    const file = readPrivateFile(path);
    if (file.kind === 'absent') {
      return [ok(ID, `${path} is not there yet; the defaults count`, { path })];
    }
    if (file.kind === 'unusable') return [failed(ID, file.problem, file.remedy, { path })];
    const values = { path, mode: formatMode(file.mode) };
    const open = openToAll(file.mode);
    if (open !== undefined) {
      const text = `every user of this machine can ${open} ${path}, which holds keys`;
      return [failed(ID, text, `chmod 600 ${path}`, values)];
    }
    if (file.kind === 'malformed') {
      const remedy = `Correct it, or begin with an empty one: mv ${path} ${path}.old`;
      return [failed(ID, `${path} is no valid JSON`, remedy, values)];
    }
    return [judgeContent(path, file.json, values)];
  },
};

function judgeContent(path: string, json: unknown, values: Finding['values']): Finding {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return failed(
      ID,
      `${path} is no JSON object`,
      'Write it as one, such as {"log_level": "debug"}.',
      values,
    );
  }
  const entries = Object.entries(json);
  const unknown = entries.map(([key]) => key).filter((key) => !configKeys.has(key));
  if (unknown.length > 0) {
    return failed(
      ID,
      `${path}: ${unknown.map(unknownKey).join('; ')}`,
      `Take ${unknown.length === 1 ? 'it' : 'them'} out of ${path}.`,
      { ...values, unknown },
    );
  }
  const nested = entries.flatMap(([key, value]) => (textOf(key, value) === undefined ? [key] : []));
  if (nested.length > 0) {
    const forms = nested.map((key) => `${key} must be ${formOf(key)}`).join('; ');
    const remedy = `Write ${nested.length === 1 ? 'it' : 'them'} so in ${path}, or take ${nested.length === 1 ? 'it' : 'them'} out.`;
    return failed(ID, `${path}: ${forms}`, remedy, values);
  }
  const text = `${path}: ${plural(entries.length, 'setting')}, mode ${values.mode}`;
  return ok(ID, text, { ...values, settings: entries.length });
}
