import { configKeys } from './keys.js';

/** A value of config.json as the environment would hold it; undefined for what the setting cannot be. */
export function textOf(key: string, value: unknown): string | undefined {
  if (Array.isArray(value) && configKeys.get(key)?.list) return JSON.stringify(value);
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

/** What a setting can be in config.json. */
export function formOf(key: string): string {
  return configKeys.get(key)?.list ? 'a list' : 'a text, a number, true or false';
}

/** A setting as config.json holds it: a list as one. */
export function writtenOf(key: string, text: string): unknown {
  if (!configKeys.get(key)?.list) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
