import { LEVELS, type Level, levelOf } from './level.js';

/** Whether a line is to be shown. */
export type LineTest = (line: string) => boolean;

/** A test for lines of that level or worse that the pattern finds; undefined when every line passes. */
export function lineTest(wanted: {
  level: Level | undefined;
  grep: RegExp | undefined;
}): LineTest | undefined {
  const { level, grep } = wanted;
  if (level === undefined && grep === undefined) return undefined;
  const enough: readonly (Level | undefined)[] =
    level === undefined ? [undefined, ...LEVELS] : LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  return (line) => (grep?.test(line) ?? true) && (level === undefined || enough.includes(levelOf(line)));
}

const AS_REGEX = /^\/(.+)\/([gimsu]*)$/;

/**
 * `/…/` is a regular expression, with the flags i, m, s and u behind it (g changes nothing); any other text is found as it stands, in
 * capitals or not.
 *
 * @throws {SyntaxError} for a regular expression that is none
 */
export function parseGrep(text: string): RegExp {
  const [, source, flags] = AS_REGEX.exec(text) ?? [];
  return source === undefined
    ? new RegExp(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i')
    : new RegExp(source, flags?.replaceAll('g', ''));
}
