import { LOOKS, type Look } from '@neuratrade/api-contracts';
import { nearest } from '@neuratrade/service-kit';
import { shown } from '../render/text.js';

const HOUR_MS = 3_600_000;

/** How far back a curve can go, in milliseconds. */
export const RANGES = {
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
  '90d': 90 * 24 * HOUR_MS,
} as const;

export type Range = keyof typeof RANGES;

export const RANGE_NAMES = Object.keys(RANGES) as Range[];

export const CURVE_USAGE = `[${RANGE_NAMES.join('|')}] [${LOOKS.join('|')}]`;

/** What was asked for; `look` is undefined where none was named. */
export interface CurveChoice {
  readonly range: Range;
  readonly look: Look | undefined;
}

/** The range and the look among a command's arguments, in any order; `unclear` says, in HTML, what could be asked. */
export function curveChoice(args: string, usual: Range): CurveChoice | { readonly unclear: string } {
  let range: Range | undefined;
  let look: Look | undefined;
  for (const word of args.split(/\s+/).filter((text) => text !== '')) {
    const [asRange, asLook] = [find(RANGE_NAMES, word), find(LOOKS, word)];
    if (asRange !== undefined && range === undefined) range = asRange;
    else if (asLook !== undefined && look === undefined) look = asLook;
    else return { unclear: unclear(word) };
  }
  return { range: range ?? usual, look };
}

const find = <T extends string>(words: readonly T[], word: string): T | undefined =>
  words.find((candidate) => candidate === word.toLowerCase());

function unclear(word: string): string {
  const near = nearest(word.slice(0, 16).toLowerCase(), [...RANGE_NAMES, ...LOOKS]);
  const hint = near === undefined || near === word.toLowerCase() ? '' : ` Did you mean ${near}?`;
  return `I do not understand “${shown(word, 24)}”.${hint} Give one range (${RANGE_NAMES.join(', ')}) and one look (${LOOKS.join(', ')}), or nothing.`;
}
