import { homedir } from 'node:os';
import type { SettingsTable } from './setting.js';

export interface SettingRow {
  readonly name: string;
  readonly default: string;
  readonly description: string;
  readonly secret: boolean;
}

/** A settings table as rows for documentation; a setting without a default has `''`. */
export function describeEnv(table: SettingsTable): SettingRow[] {
  return Object.entries(table).map(([name, { schema, description, secret }]) => {
    const parsed = schema.safeParse(undefined);
    const value = parsed.success && parsed.data !== undefined ? String(parsed.data) : '';
    return { name, default: value.replace(homedir(), '~'), description, secret };
  });
}
