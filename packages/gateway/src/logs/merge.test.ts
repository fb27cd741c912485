import { expect, test } from '@jest/globals';
import { mergeByTime, mergeStreams, type SourcedLine, timeOf } from './merge.js';

test('times are read from all three formats', () => {
  expect([
    timeOf('[2026-03-03 10:30:00] Starting NeuraTrade Gateway...'),
    timeOf('{"time":"2026-03-03T10:30:00Z","level":"INFO","msg":"Starting NeuraTrade server","port":8080}'),
    timeOf('{"level":"info","time":1772533800,"msg":"Telegram service started"}'),
    timeOf('    at main.js:1'),
  ]).toEqual([1_772_533_800_000, 1_772_533_800_000, 1_772_533_800_000, undefined]);
});

test('lines of several logs come in one order, and a line without a time stays with its log', () => {
  const log = (source: string, ...lines: string[]) =>
    lines.map((line) => ({ source, line: Buffer.from(line) }));
  const merged = mergeByTime([
    log(
      'backend',
      '{"time":"2026-03-03T10:30:02Z","msg":"b"}',
      '  detail of b',
      '{"time":"2026-03-03T10:30:09Z"}',
    ),
    log('gateway', '[2026-03-03 10:30:00] a', '[2026-03-03 10:30:05] c'),
  ]);
  expect(merged.map(({ source, line }) => `${source} ${line}`)).toEqual([
    'gateway [2026-03-03 10:30:00] a',
    'backend {"time":"2026-03-03T10:30:02Z","msg":"b"}',
    'backend   detail of b',
    'gateway [2026-03-03 10:30:05] c',
    'backend {"time":"2026-03-03T10:30:09Z"}',
  ]);
});

test('a log whose clock went back keeps its own order', () => {
  const lines = ['[2026-03-03 10:30:05] first', '[2026-03-03 10:30:01] second'].map((text) => ({
    source: 'gateway',
    line: Buffer.from(text),
  }));
  expect(mergeByTime([lines])).toEqual(lines);
});

test('logs that come some lines at a time are merged as whole ones are', async () => {
  const logs = ['a', 'b', 'c'].map((source, offset) =>
    Array.from({ length: 1_500 }, (_, index) => ({
      source,
      line: Buffer.from(
        `[2026-03-03 10:${String((index * (offset + 1)) % 60).padStart(2, '0')}:00] ${index}`,
      ),
    })),
  );
  async function* portions(log: SourcedLine[]) {
    for (let at = 0; at < log.length; at += 70) yield log.slice(at, at + 70);
  }
  const merged: SourcedLine[] = [];
  for await (const lines of mergeStreams(logs.map(portions))) merged.push(...lines);
  expect(merged).toEqual(mergeByTime(logs));
});
