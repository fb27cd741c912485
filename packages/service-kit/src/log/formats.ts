import { formatTimestamp } from '@neuratrade/health-contracts';
import type { LogFields, LogLevel } from './logger.js';

export type LineFormat = 'iso' | 'epoch' | 'text';
type Line = (level: LogLevel, msg: string, fields: LogFields, now: Date) => string;

const RESERVED = new Set(['time', 'level', 'msg']);

/** The three forms of a log line; a field can never replace `time`, `level` or `msg`. */
export const LINE_FORMATS: Readonly<Record<LineFormat, Line>> = {
  iso: (level, msg, fields, now) =>
    JSON.stringify({ time: formatTimestamp(now), level: level.toUpperCase(), msg, ...plain(fields) }),
  epoch: (level, msg, fields, now) =>
    JSON.stringify({ level, time: Math.floor(now.getTime() / 1000), msg, ...plain(fields) }),
  text: (_level, msg, fields, now) =>
    oneLine(`[${formatTimestamp(now).slice(0, 19).replace('T', ' ')}] ${[msg, ...pairs(fields)].join(' ')}`),
};

function plain(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([key]) => !RESERVED.has(key))
      .map(([key, value]) => [key, value instanceof Error ? value.message : value]),
  );
}

function pairs(fields: LogFields): string[] {
  return Object.entries(plain(fields)).map(([key, value]) => `${key}=${String(value)}`);
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
