const MILLISECONDS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const AGO = /^(?:\d+[smhd])+$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * The moment that `10m`, `1h30m`, `2d` before `now` or an ISO date or time means, in milliseconds since 1970; without a
 * zone it is local time. Undefined when the text means none.
 */
export function parseSince(text: string, now: number): number | undefined {
  if (AGO.test(text)) {
    const parts = [...text.matchAll(/(\d+)([smhd])/g)];
    return parts.reduce(
      (moment, [, count, unit]) => moment - Number(count) * (MILLISECONDS[unit ?? ''] ?? 0),
      now,
    );
  }
  const [, date, time = '00:00', zone = ''] = MOMENT.exec(text) ?? [];
  const moment = date === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(moment) || !isDay(date ?? '') ? undefined : moment;
}

/** Whether the calendar has that day: `Date.parse` takes 30 February for 2 March. */
function isDay(date: string): boolean {
  const day = new Date(`${date}T00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}
