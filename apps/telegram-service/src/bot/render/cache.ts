import type { CacheJudgement, CacheReport } from '@neuratrade/api-contracts';
import type { Answer } from '../answer.js';
import { number } from './figures.js';
import { ICONS } from './icons.js';
import { asOf, shown } from './text.js';

const LOOKS: Readonly<Record<CacheJudgement, string>> = {
  healthy: ICONS.good,
  fair: ICONS.fair,
  poor: ICONS.bad,
  too_few: ICONS.none,
};
const NAMES = { market_data: 'Market data', orderbook: 'Order books', ticker: 'Tickers' } as const;

const NOT_KNOWN =
  'What the caches did is counted there, so it is not known now. <code>neuratrade doctor</code> says more.';

/** How well the caches did lately. */
export function renderCache(report: CacheReport, timezone: string): Answer {
  const { window, redis, timestamp } = report;
  const trouble = redis.status === 'ok' ? [] : [`${ICONS.bad} Redis: ${shown(redis.status, 200)}`];
  const isAsked = redis.status === 'ok' || redis.used_memory_bytes !== null;
  return {
    head: `<b>Cache, last ${number(window.hours)} h</b>`,
    blocks: isAsked ? countsOf(report, trouble) : [...trouble, NOT_KNOWN],
    foot: asOf({ updated_at: timestamp }, timezone),
    refresh: true,
  };
}

function countsOf({ window, total, caches, advice }: CacheReport, trouble: readonly string[]): string[] {
  const minimum = window.minimum_requests;
  return [
    `${rateOf(total, 'Hit rate', minimum)}\n${requestsOf(total)}`,
    ...caches.map((cache) =>
      [
        rateOf(cache, NAMES[cache.namespace], minimum),
        requestsOf(cache),
        `${number(cache.size)} of ${number(cache.max_entries)} entries, ${number(cache.evictions)} evicted`,
      ].join('\n'),
    ),
    ...trouble,
    ...advice.map((text) => shown(text, 240)),
  ];
}

type Asked = Pick<CacheReport['total'], 'judgement' | 'hit_rate' | 'requests' | 'hits'>;

function rateOf({ judgement, hit_rate }: Asked, name: string, minimum: number): string {
  const rate =
    judgement === 'too_few' || hit_rate === null
      ? `too few requests to judge, ${number(minimum)} are needed`
      : `${number(Math.round(hit_rate * 100))}%, ${judgement}`;
  return `${LOOKS[judgement]} <b>${name}</b>: ${rate}`;
}

const requestsOf = ({ requests, hits }: Asked): string =>
  `${number(hits)} of ${number(requests)} requests from the cache`;
