/** A line of one service's log. */
export type SourcedLine = { source: string; line: Buffer };

/**
 * Puts the lines of several logs into one order, by the time that each line tells. The lines of one log keep their
 * order, also those without a time; lines of the same second keep the order in which they were given.
 */
export function mergeByTime(logs: readonly SourcedLine[][]): SourcedLine[] {
  const stamped = logs.flatMap((log) => {
    let latest = 0;
    return log.map((entry) => {
      latest = Math.max(latest, timeOf(entry.line.toString()) ?? latest);
      return { entry, time: latest };
    });
  });
  return stamped.sort((a, b) => a.time - b.time).map(({ entry }) => entry);
}

/** The time of a log line in milliseconds, in whichever of the logs' formats it is; undefined when it tells none. */
export function timeOf(line: string): number | undefined {
  const text = /^\[(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\]/.exec(line);
  if (text !== null) return Date.parse(`${text[1]}T${text[2]}Z`);
  const iso = /"time":"([^"]+)"/.exec(line)?.[1];
  if (iso !== undefined) return Number.isNaN(Date.parse(iso)) ? undefined : Date.parse(iso);
  const epoch = /"time":(\d+)/.exec(line)?.[1];
  return epoch === undefined ? undefined : Number(epoch) * 1_000;
}
