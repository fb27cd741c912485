import { LOOKS, type Look } from '@neuratrade/api-contracts';
import type { Button } from '../answer.js';
import { RANGE_NAMES, type Range } from './choice.js';

const LABELS: Readonly<Record<Look, string>> = { light: '☀️ Light', dark: '🌙 Dark' };

/** Below a curve: one row for its range, one for its look. What is shown now is marked. */
export function curveButtons(range: Range, look: Look): readonly (readonly Button[])[] {
  return [
    rangeButtons(range),
    LOOKS.map((name) => ({ label: marked(LABELS[name], name === look), args: `${range} ${name}` })),
  ];
}

/** One row for the range. */
export function rangeButtons(range: Range): readonly Button[] {
  return RANGE_NAMES.map((name) => ({ label: marked(name, name === range), args: name }));
}

const marked = (label: string, chosen: boolean): string => (chosen ? `• ${label}` : label);
