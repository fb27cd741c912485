/** Why a value is not taken, and what to give. */
export interface Problem {
  readonly problem: string;
}

/** The value, or why there is none. */
export type Checked<T> = T | Problem;

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'problem' in value;
}

const SHOWN = 40;

/** What was given, as a reason may show it. */
export function quoted(value: unknown): string {
  if (value === '') return '""';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
