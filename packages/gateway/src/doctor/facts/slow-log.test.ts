import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { loggedSlow } from './slow-log.js';

const folder = mkdtempSync(join(tmpdir(), 'neuratrade-slow-log-'));
const file = join(folder, 'backend.log');
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOW = Date.parse('2026-03-03T10:30:00Z');
const line = (time: string, level: string, duration: string, statement: string) =>
  JSON.stringify({ time, level, msg: 'SQL query', duration, rows: 1, statement });

test('counts the warnings of the last hour and names the slowest', () => {
  writeFileSync(
    file,
    [
      line('2026-03-03T09:29:59Z', 'WARN', '9000.0ms', 'too_old'),
      line('2026-03-03T09:30:00Z', 'WARN', '150.5ms', 'first'),
      line('2026-03-03T10:00:00Z', 'WARN', '420.0ms', 'slowest'),
      line('2026-03-03T10:00:01Z', 'DEBUG', '2.5ms', 'quick'),
      '{"msg":"SQL query", torn',
      '{"time":"2026-03-03T10:00:02Z","level":"INFO","msg":"Request completed"}',
      '',
    ].join('\n'),
  );
  expect(loggedSlow(file, NOW)).toEqual({
    count: 2,
    slowest: { statement: 'slowest', duration_ms: 420 },
  });
  expect(loggedSlow(join(folder, 'none.log'), NOW)).toEqual({ count: 0, slowest: null });
});
