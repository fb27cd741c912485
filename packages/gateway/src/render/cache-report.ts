import type { CacheJudgement, CacheReport } from '@neuratrade/api-contracts';
import Table from 'cli-table3';
import pc from 'picocolors';
import { NO_LINES } from './no-lines.js';
import { formatBytes, formatMs, plural } from './quantities.js';

const JUDGEMENTS: Readonly<Record<CacheJudgement, string>> = {
  healthy: pc.green('healthy'),
  fair: pc.yellow('fair'),
  poor: pc.red('poor'),
  too_few: pc.dim('too few to judge'),
};

const HEADINGS = ['CACHE', 'REQUESTS', 'HITS', 'HIT RATE', 'SIZE', 'EVICTIONS', 'FRESH', 'KEPT', 'JUDGEMENT'];

/** The report as a table, Redis's memory, advice, and a last line that fits a log. */
export function renderCacheReport(report: CacheReport): string {
  const { window, redis, advice } = report;
  return [
    `Caches in the last ${plural(window.hours, 'hour')}, from ${window.from}`,
    '',
    ...tableOf(report),
    '',
    redis.status === 'ok' ? `Redis: ${memoryOf(redis)}` : `Redis: ${redis.status}`,
    ...(advice.length > 0 ? ['', ...advice.map((sentence) => `- ${sentence}`)] : []),
    '',
    logLine(report),
  ].join('\n');
}

function tableOf({ total, caches }: CacheReport): string[] {
  const table = new Table({
    head: HEADINGS,
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const cache of caches) {
    const { namespace, requests, hits, hit_rate, evictions, judgement } = cache;
    table.push([
      ...[namespace, requests, hits, percent(hit_rate), `${cache.size} of ${cache.max_entries}`, evictions],
      ...[formatMs(cache.fresh_ms), formatMs(cache.ttl_ms), JUDGEMENTS[judgement]],
    ]);
  }
  const size = caches.reduce((sum, cache) => sum + cache.size, 0);
  table.push([
    ...['total', total.requests, total.hits, percent(total.hit_rate), size, total.evictions, '', ''],
    JUDGEMENTS[total.judgement],
  ]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function percent(rate: number | null): string {
  return rate === null ? '-' : `${Math.round(rate * 100)} %`;
}

function memoryOf({ used_memory_bytes: used, max_memory_bytes: max, policy }: CacheReport['redis']): string {
  const limit = max === null || max === 0 ? 'without a limit' : `of ${formatBytes(max)}`;
  const memory = used === null ? 'memory unknown' : `${formatBytes(used)} ${limit}`;
  return `${memory}, ${policy ?? 'policy unknown'}`;
}

function logLine({ timestamp, window, total, redis }: CacheReport): string {
  const figures = {
    hours: window.hours,
    requests: total.requests,
    hits: total.hits,
    misses: total.misses,
    hit_rate: total.hit_rate ?? '-',
    evictions: total.evictions,
    judgement: total.judgement,
    redis: redis.status === 'ok' ? 'ok' : JSON.stringify(redis.status),
  };
  return `${timestamp} cache ${Object.entries(figures)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')}`;
}
