import { textWidth } from './raster.js';

/** What XML cannot hold, and what turns the direction of text. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/gu;
const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The text as one line that is at most `width` pixels wide, cut at its end where it must be. */
export function fitted(text: string, width: number, size: number, weight: number): string {
  const clean = text.slice(0, 200).replace(/\s+/g, ' ').replace(UNSHOWN, '').trim();
  if (textWidth(clean, size, weight) <= width) return clean;
  const parts = [...graphemes.segment(clean)].map(({ segment }) => segment);
  const cut = (count: number) => `${parts.slice(0, count).join('').trimEnd()}${ELLIPSIS}`;
  let [fits, tooWide] = [0, parts.length];
  while (tooWide - fits > 1) {
    const middle = Math.floor((fits + tooWide) / 2);
    if (textWidth(cut(middle), size, weight) <= width) fits = middle;
    else tooWide = middle;
  }
  return cut(fits);
}
