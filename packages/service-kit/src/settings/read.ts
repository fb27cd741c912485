import type { Settings, SettingsTable } from './setting.js';

/** Every problem of a configuration at once, one sentence each. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

/**
 * Reads a settings table from the environment. A blank variable counts as unset; a bad value never falls back to the default.
 * `check` sees the values that are valid by themselves and returns what is wrong between them.
 *
 * @throws {ConfigError} naming every bad variable
 */
export function readEnv<T extends SettingsTable>(
  table: T,
  env: NodeJS.ProcessEnv,
  check: (valid: Partial<Settings<T>>) => readonly string[] = () => [],
): Settings<T> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, secret }] of Object.entries(table)) {
    const raw = env[name]?.trim() || undefined;
    const parsed = schema.safeParse(raw);
    if (parsed.success) {
      values[name] = parsed.data;
      continue;
    }
    const why = parsed.error.issues.map((issue) => issue.message).join(', ');
    problems.push(
      raw === undefined
        ? `${name} is not set: ${why}`
        : `${name}${secret ? '' : `=${shortened(raw)}`}: ${why}`,
    );
  }
  problems.push(...check(values as Partial<Settings<T>>));
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Settings<T>;
}

const SHOWN = 80;

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
