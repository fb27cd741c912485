import { parse } from 'lossless-json';

/**
 * The value of a JSON text in which every number is a text, as it was written.
 *
 * @throws {SyntaxError} also where a name is given twice with different values
 */
export function parseJson(text: string): unknown {
  return parse(text, null, (number) => number);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
