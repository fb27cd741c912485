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
      remedy: 'Set it.',
    },
  ],
};

test('the table lines up, and remedies stand below it', () => {
  const plain = renderStatus(report)
    .split('\n')
    .map((line) => line.replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), ''));
  expect(plain).toEqual([
    'SERVICE   STATE     PID    UPTIME    MEMORY  PORT  SOURCE  REASON',
    'backend   healthy   12345  2h15m30s  74 MB   8080  -       -',
    'telegram  degraded  12347  2h15m28s  61 MB   3002  -       TELEGRAM_BOT_TOKEN not set',
    '',
    'telegram: Set it.',
  ]);
});
