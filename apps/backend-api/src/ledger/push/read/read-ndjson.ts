import { parseJson } from './json.js';
import { LIMITS, type Line, tooLarge } from './line.js';
import { lineOf } from './read-json.js';

/**
 * One fill a line; empty lines count for nothing.
 *
 * @throws {AppError} `payload_too_large` when there are too many
 */
export function readNdjson(text: string): readonly Line[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > LIMITS.fills) throw tooLarge();
  return lines.map((line) => {
    try {
      return lineOf(parseJson(line));
    } catch {
      return { problem: 'is no valid JSON: give one object a line' };
    }
  });
}
