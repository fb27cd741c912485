const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How the time from an instant on is put together: the days from `days` on, the hours from `hours` until there, and the single fills of one
 * part of an hour: added, or taken off where it is the part before the instant, which is the smaller one then. All in milliseconds since 1970.
 */
export interface Stretch {
  readonly fills: { readonly from: number; readonly until: number; readonly sign: 1 | -1 };
  readonly hours: number;
  readonly days: number;
}

export function stretchFrom(from: number): Stretch {
  const hours = Math.round(from / HOUR_MS) * HOUR_MS;
  const fills =
    hours < from
      ? ({ from: hours, until: from, sign: -1 } as const)
      : ({ from, until: hours, sign: 1 } as const);
  return { fills, hours, days: Math.ceil(hours / DAY_MS) * DAY_MS };
}
