import { markdownTable } from 'markdown-table';

const MB = 1_048_576;

/** A markdown table: a row of titles, then rows of text; all columns but the first `left` are set right. */
export function table(rows, { left = 1 } = {}) {
  return markdownTable(rows, { align: rows[0].map((_, column) => (column < left ? 'l' : 'r')) });
}

export const whole = (value) => Math.round(value).toLocaleString('en-US');
export const fixed = (value, digits = 2) => (value === null ? '–' : value.toFixed(digits));
export const megabytes = (bytes) => (bytes / MB).toFixed(0);
export const percent = (share) => `${(share * 100).toFixed(1)} %`;
export const seconds = (ms) => (ms / 1_000).toFixed(2);

/** A ratio with its spread over the rounds. */
export const times = ({ median, min, max }, digits = 2) =>
  min === max
    ? fixed(median, digits)
    : `${fixed(median, digits)} (${fixed(min, digits)}–${fixed(max, digits)})`;
