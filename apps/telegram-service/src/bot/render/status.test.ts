import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { pagesOf } from '../pages.js';
import { renderStatus } from './status.js';

const sample = (name: string) =>
  JSON.parse(
    readFileSync(
      new URL(`../../../../../packages/health-contracts/fixtures/${name}.json`, import.meta.url),
      'utf8',
    ),
  );
const page = (body: Parameters<typeof renderStatus>[0]) => pagesOf(renderStatus(body, 'UTC'), 4_096);

test('all is well: every service, uptime and age', () => {
  expect(page(sample('health.healthy'))).toEqual([
    '<b>NeuraTrade is healthy</b>\n\n🟢 database: healthy\n🟢 redis: healthy\n🟢 ccxt: healthy\n🟢 telegram: healthy\n\nUp 2h15m30s\nAs of 2026-03-03 10:30 UTC',
  ]);
});

test('what does not work is told with its reason', () => {
  expect(page(sample('health.degraded'))).toEqual([
    '<b>NeuraTrade is degraded</b>\n\n🟢 database: healthy\n🟢 redis: healthy\n🔴 ccxt: connection failed\n🔴 telegram: TELEGRAM_BOT_TOKEN not set',
  ]);
});

test('foreign texts are shown as they are', () => {
  const services = {
    database: 'healthy',
    redis: 'disabled',
    ccxt: 'unhealthy: <b>&\n',
    telegram: 'healthy',
  } as const;
  expect(page({ status: 'degraded', services, uptime: '"&"' })).toEqual([
    '<b>NeuraTrade is degraded</b>\n\n🟢 database: healthy\n⚪ redis: disabled\n🔴 ccxt: &lt;b&gt;&amp;\n🟢 telegram: healthy\n\nUp &quot;&amp;&quot;',
  ]);
});
