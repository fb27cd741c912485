import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { StatusReport } from '../status/report.js';
import { renderStatus } from './status-table.js';

const report: StatusReport = {
  status: 'degraded',
  home: '/home/trader/.neuratrade',
  services: [
    {
      name: 'backend',
      state: 'healthy',
      pid: 12345,
      uptime_seconds: 8130,
      memory_bytes: 74 * 1_048_576,
      port: 8080,
      source: null,
      reason: null,
      remedy: null,
    },
    {
      name: 'telegram',
      state: 'degraded',
      pid: 12347,
      uptime_seconds: 8128,
      memory_bytes: 61 * 1_048_576,
      port: 3002,
      source: null,
      reason: 'TELEGRAM_BOT_TOKEN not set',
      remedy: 'Store the token and start again. To run without a bot set TELEGRAM_ENABLED=false.',
    },
  ],
};

const NO_LIMIT = Number.POSITIVE_INFINITY;

function render(width: number): string[] {
  return stripVTControlCharacters(renderStatus(report, width)).split('\n');
}

test('the table lines up, and remedies stand below it', () => {
  expect(render(NO_LIMIT)).toEqual([
    'SERVICE   STATE     PID    UPTIME    MEMORY  PORT  SOURCE  REASON',
    'backend   healthy   12345  2h15m30s  74 MB   8080  -       -',
    'telegram  degraded  12347  2h15m28s  61 MB   3002  -       TELEGRAM_BOT_TOKEN not set',
    '',
    'telegram: Store the token and start again. To run without a bot set TELEGRAM_ENABLED=false.',
  ]);
});

test('a terminal that is wide enough for the table still wraps the remedies', () => {
  expect(render(86).slice(2)).toEqual([
    'telegram  degraded  12347  2h15m28s  61 MB   3002  -       TELEGRAM_BOT_TOKEN not set',
    '',
    'telegram: Store the token and start again. To run without a bot set',
    '  TELEGRAM_ENABLED=false.',
  ]);
});

test('on a narrower terminal the reasons stand below the table', () => {
  expect(render(60)).toEqual([
    'SERVICE   STATE     PID    UPTIME    MEMORY  PORT  SOURCE',
    'backend   healthy   12345  2h15m30s  74 MB   8080  -',
    'telegram  degraded  12347  2h15m28s  61 MB   3002  -',
    '',
    'telegram: TELEGRAM_BOT_TOKEN not set',
    '  Store the token and start again. To run without a bot set',
    '  TELEGRAM_ENABLED=false.',
  ]);
});

test('no line is wider than a terminal of forty columns', () => {
  const lines = render(40);
  expect([lines[0], lines.filter(({ length }) => length > 40)]).toEqual([
    'SERVICE   STATE     PID    PORT',
    [],
  ]);
});
