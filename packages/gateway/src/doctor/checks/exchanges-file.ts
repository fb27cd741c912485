import { nearest } from '@neuratrade/service-kit';
import { plural } from '../../render/quantities.js';
import type { Check } from '../check.js';
import { formatMode, openToAll, readPrivateFile } from '../facts/private-file.js';
import { type Finding, failed, ok } from '../finding.js';

const ID = 'exchanges_file';
const FIELDS = ['name', 'account', 'enabled', 'apiKey', 'secret', 'password'];
const SHAPE = '{"exchanges":[{"name":"binance","enabled":true,"apiKey":"…","secret":"…"}]}';

export const exchangesFile: Check = {
  id: ID,
  async run({ paths, settings, state }) {
    const path = paths.exchanges;
    const file = readPrivateFile(path);
    if (file.kind === 'absent') {
      const simulated = state === undefined || state.services.simulator !== undefined;
      const unset = simulated ? 'the simulator is used' : 'the gateway was started with EXCHANGES';
      const instead = settings.EXCHANGES ? `EXCHANGES names ${settings.EXCHANGES}` : unset;
      return [ok(ID, `${path} is not there; ${instead}`, { path })];
    }
    if (file.kind === 'unusable') return [failed(ID, file.problem, file.remedy, { path })];
    const values = { path, mode: formatMode(file.mode) };
    const open = openToAll(file.mode);
    if (open !== undefined) {
      const text = `every user of this machine can ${open} ${path}, which holds keys of exchanges`;
      return [failed(ID, text, `chmod 600 ${path}`, values)];
    }
    if (file.kind === 'malformed') {
      return [failed(ID, `${path} is no valid JSON`, `Correct it; it is written as ${SHAPE}`, values)];
    }
    return [judgeContent(path, file.json, values)];
  },
};

function judgeContent(path: string, json: unknown, values: Finding['values']): Finding {
  const list = isRecord(json) && Array.isArray(json.exchanges) ? (json.exchanges as unknown[]) : undefined;
  if (list === undefined) {
    return failed(ID, `${path} holds no list of exchanges`, `Write it as ${SHAPE}`, values);
  }
  const problems = list.flatMap(problemsOf);
  if (problems.length > 0) {
    return failed(ID, `${path}: ${problems.join('; ')}`, `Correct that in ${path}.`, { ...values, problems });
  }
  const entries = list.filter(isRecord);
  const enabled = entries.filter((entry) => entry.enabled !== false).length;
  const withKeys = entries.filter((entry) => entry.apiKey !== undefined).length;
  const text = `${path}: ${plural(entries.length, 'exchange')}, ${enabled} enabled, ${withKeys} with keys, mode ${values.mode}`;
  return ok(ID, text, { ...values, exchanges: entries.length, enabled, with_keys: withKeys });
}

function problemsOf(entry: unknown, index: number): string[] {
  const place = `exchanges[${index}]`;
  if (!isRecord(entry)) return [`${place} is no object`];
  const unknown = Object.keys(entry).filter((key) => !FIELDS.includes(key));
  const named = typeof entry.name === 'string' && entry.name.trim() !== '';
  const texts = ['account', 'apiKey', 'secret', 'password'].filter((field) => !isTextOrAbsent(entry[field]));
  return [
    ...(named ? [] : [`${place}.name is missing`]),
    ...texts.map((field) => `${place}.${field} is no text`),
    ...(typeof (entry.enabled ?? true) === 'boolean' ? [] : [`${place}.enabled must be true or false`]),
    ...unknown.map((key) => `${place}.${key} is unknown${hint(key)}`),
  ];
}

function hint(key: string): string {
  const near = nearest(key, FIELDS);
  return near === undefined ? `, the fields are ${FIELDS.join(', ')}` : `, did you mean ${near}?`;
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() !== '');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
