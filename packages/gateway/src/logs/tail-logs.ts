import type { LogQuery } from './find-start.js';
import { followFiles } from './follow.js';
import { linesOf } from './log-part.js';
import { mergeByTime, mergeStreams, type SourcedLine } from './merge.js';
import { type LogPlan, planLog } from './plan-log.js';

/** A log, and what to call it. */
export type LogSource = { name: string; path: string };

export type TailOptions = {
  query: LogQuery;
  /** Goes on with each new line until `interrupted()` aborts, which is called when that begins. */
  follow: boolean;
  interrupted(): AbortSignal;
  /** Gets the lines in order; reading waits for it. */
  print(lines: readonly SourcedLine[]): Promise<void>;
};

/** Prints the wanted lines of the logs in one order of time, holding no more than a block of each in memory. */
export async function tailLogs(sources: readonly LogSource[], options: TailOptions): Promise<void> {
  const { query, follow, interrupted, print } = options;
  const plans = await Promise.all(sources.map(({ path }) => planLog(path, query, follow)));
  try {
    const streams = plans.map((plan, index) => sourced(plan, query, sources[index]?.name ?? ''));
    for await (const lines of mergeStreams(streams)) await print(lines);
  } finally {
    for (const { close } of plans) close();
  }
  if (!follow) return;
  const { test } = query;
  await followFiles(plans, {
    signal: interrupted(),
    onLines: (found) => {
      const wanted = found.map((lines, index) =>
        lines
          .filter((line) => test?.(line.toString()) ?? true)
          .map((line) => ({ source: sources[index]?.name ?? '', line })),
      );
      return print(mergeByTime(wanted));
    },
  });
}

async function* sourced({ parts }: LogPlan, query: LogQuery, source: string): AsyncGenerator<SourcedLine[]> {
  for (const part of parts) {
    for await (const lines of linesOf(part, query)) yield lines.map((line) => ({ source, line }));
  }
}
