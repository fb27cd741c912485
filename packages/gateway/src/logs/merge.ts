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

/** A log that comes some lines at a time, and the line that is next. */
type Head = { stream: AsyncIterator<SourcedLine[]>; lines: readonly SourcedLine[]; at: number; time: number };

const AT_ONCE = 1_000;

/** As {@link mergeByTime}, for logs that come some lines at a time; holds one such stretch of each in memory. */
export async function* mergeStreams(
  streams: readonly AsyncGenerator<SourcedLine[]>[],
): AsyncGenerator<SourcedLine[]> {
  const [only, ...others] = streams;
  if (only === undefined) return;
  if (others.length === 0) {
    yield* only;
    return;
  }
  let heads: Head[] = streams.map((stream) => ({ stream, lines: [], at: -1, time: 0 }));
  for (const head of heads) await advance(head);
  let merged: SourcedLine[] = [];
  for (;;) {
    heads = heads.filter(({ at, lines }) => at < lines.length);
    const [first, ...rest] = heads;
    if (first === undefined) break;
    const next = rest.reduce((earliest, head) => (head.time < earliest.time ? head : earliest), first);
    merged.push(...next.lines.slice(next.at, next.at + 1));
    await advance(next);
    if (merged.length === AT_ONCE) {
      yield merged;
      merged = [];
    }
  }
  yield merged;
}

async function advance(head: Head): Promise<void> {
  head.at++;
  if (head.at >= head.lines.length) {
    const next = await head.stream.next();
    head.lines = next.done === true ? [] : next.value;
    head.at = 0;
  }
  const line = head.lines[head.at]?.line.toString();
  if (line !== undefined) head.time = Math.max(head.time, timeOf(line) ?? 0);
}
