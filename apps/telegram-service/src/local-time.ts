const HOUR_MS = 3_600_000;

/** What a clock and a calendar on the wall of a zone show. `month` and `day` count from 1, `weekday` from Sunday = 0. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly weekday: number;
}

/** What is shown in `zone` at `at` (epoch milliseconds). @throws RangeError when there is no such zone */
export function localTime(zone: string, at: number): LocalTime {
  const shown = new Date(at + offset(zone, at));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    weekday: shown.getUTCDay(),
  };
}

/**
 * When the clocks of `zone` first show this time: epoch milliseconds. Days and months beyond the calendar's carry over.
 * A time that occurs twice means the first; one that clocks leave out means the moment after what they leave out.
 */
export function instantOf(
  zone: string,
  { year, month, day, hour, minute }: Omit<LocalTime, 'weekday'>,
): number {
  const shown = Date.UTC(year, month - 1, day, hour, minute);
  const before = shown - 15 * HOUR_MS;
  const after = shown + 13 * HOUR_MS;
  const exact = [shown - offset(zone, before), shown - offset(zone, after)].filter(
    (at) => at + offset(zone, at) === shown,
  );
  if (exact.length > 0) return Math.min(...exact);
  return firstWhere((at) => at + offset(zone, at) >= shown, before, after);
}

/** The date that is shown in `zone` at `at`: `2026-03-01`. */
export function localDate(zone: string, at: number): string {
  return new Date(at + offset(zone, at)).toISOString().slice(0, 10);
}

function firstWhere(holds: (at: number) => boolean, from: number, to: number): number {
  let [no, yes] = [from, to];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that the clocks of a zone are ahead of UTC. */
function offset(zone: string, at: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(at)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
