import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';

/** Statements that the backend logged as slow: how many, and the slowest; null when there was none. */
export type LoggedSlow = { count: number; slowest: { statement: string; duration_ms: number } | null };

const LOOK_BACK_BYTES = 4 * 1_048_576;
const HOUR_MS = 3_600_000;

const lineSchema = z.object({
  time: z.iso.datetime(),
  level: z.literal('WARN'),
  msg: z.literal('SQL query'),
  duration: z.string().regex(/^[\d.]+ms$/),
  statement: z.string().default('unnamed'),
});

/** The slow statements of the last hour in the backend's log, of which the last 4 MiB are read. */
export function loggedSlow(path: string, now: number): LoggedSlow {
  const lines = tailOf(path).filter((line) => line.includes('"SQL query"'));
  const slow = lines.flatMap((line) => {
    const parsed = lineSchema.safeParse(parseJson(line));
    if (!parsed.success || now - Date.parse(parsed.data.time) > HOUR_MS) return [];
    return [{ statement: parsed.data.statement, duration_ms: Number.parseFloat(parsed.data.duration) }];
  });
  const [slowest = null] = [...slow].sort((a, b) => b.duration_ms - a.duration_ms);
  return { count: slow.length, slowest };
}

function tailOf(path: string): string[] {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, LOOK_BACK_BYTES));
    const length = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.subarray(0, length).toString().split('\n');
  } finally {
    closeSync(file);
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
