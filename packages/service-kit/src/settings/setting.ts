import type { z } from 'zod';

/** One environment variable: what it may be (the default is part of the schema), what it is for, whether it is a secret. */
export interface Setting<T extends z.ZodType = z.ZodType> {
  readonly schema: T;
  readonly description: string;
  readonly secret: boolean;
}

/** A process's settings by the name of their environment variable. */
export type SettingsTable = Readonly<Record<string, Setting>>;

export type Settings<T extends SettingsTable> = { readonly [K in keyof T]: z.output<T[K]['schema']> };

/** Declares one setting. A secret's value is never repeated in an error. */
export function setting<T extends z.ZodType>(
  schema: T,
  description: string,
  options: { secret?: boolean } = {},
): Setting<T> {
  return { schema, description, secret: options.secret ?? false };
}
