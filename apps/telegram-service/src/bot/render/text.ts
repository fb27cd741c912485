import { localTime } from '../../local-time.js';
import { escapeHtml } from './html.js';

const USUAL_MOST = 64;
/** No letter or emoji takes more UTF-16 units than this; what does is stacked marks. */
const LONGEST_GRAPHEME = 24;
const UNITS_PER_GRAPHEME = 4;
/** Emoji of several parts fit in, thousands of marks do not. */
const EXTRA_UNITS = 192;
const SHOWN_UNPRICED = 8;

const SPACES = /\p{White_Space}+/gu;
/** Controls, lone surrogates, and what shows nothing or turns the direction of what follows; joiners and the looks of emoji stay. */
const UNSEEN =
  /(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}|[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u2800]/gu;
const SOMETHING = /[\p{L}\p{N}\p{P}\p{S}]/u;
/** The blocks of Unicode whose letters run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A foreign text as HTML that spoils no message: on one line, without controls, at most 64 graphemes unless told otherwise, a
 * right-to-left one isolated. `—` where nothing would show.
 */
export function shown(text: string, most = USUAL_MOST): string {
  const seen = cut(text.replace(SPACES, ' ').replace(UNSEEN, '').trim(), most);
  if (!SOMETHING.test(seen)) return '—';
  return escapeHtml(RIGHT_TO_LEFT.test(seen) ? `\u2068${seen}\u2069` : seen);
}

function cut(text: string, most: number): string {
  const mostUnits = Math.min(most * UNITS_PER_GRAPHEME, most + EXTRA_UNITS);
  let kept = '';
  let count = 0;
  for (const { segment } of graphemes.segment(text)) {
    const grapheme =
      segment.length > LONGEST_GRAPHEME ? String.fromCodePoint(segment.codePointAt(0) ?? 0) : segment;
    if (count === most || kept.length + grapheme.length > mostUnits) return `${kept.trimEnd()}…`;
    kept += grapheme;
    count += 1;
  }
  return kept;
}

/** `2026-03-03 10:30 UTC`, in another zone `2026-03-03 11:30 Europe/Berlin`; what is no time is shown as it is, a zone that is none is UTC. */
export function readableTime(timestamp: string, timezone: string): string {
  const moment = momentIn(timestamp, timezone);
  return moment === undefined ? shown(timestamp) : `${moment.text} ${shown(moment.zone)}`;
}

/** The same without the zone: `2026-03-03 10:30`. */
export function readableMoment(timestamp: string, timezone: string): string {
  return momentIn(timestamp, timezone)?.text ?? shown(timestamp);
}

function momentIn(timestamp: string, zone: string): { text: string; zone: string } | undefined {
  const at = /^\d{4}-\d{2}-\d{2}T/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  try {
    const { year, month, day, hour, minute } = localTime(zone, at);
    return { text: `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`, zone };
  } catch {
    return momentIn(timestamp, 'UTC');
  }
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Of when the figures of an answer are. */
export interface Dated {
  readonly updated_at: string;
  readonly stale?: true | undefined;
  readonly as_of?: string | undefined;
  readonly unpriced?: readonly string[] | undefined;
}

/** The last lines of an answer with figures: `As of 2026-03-03 10:30 UTC`, above it what is in none of them. */
export function asOf({ updated_at, stale, as_of, unpriced = [] }: Dated, timezone: string): string {
  const names = unpriced.slice(0, SHOWN_UNPRICED).map((name) => shown(name, 16));
  const more = unpriced.length - names.length;
  return [
    ...(names.length === 0
      ? []
      : [`Not priced: ${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`]),
    `As of ${readableTime(as_of ?? updated_at, timezone)}${stale ? ' (stale)' : ''}`,
  ].join('\n');
}
