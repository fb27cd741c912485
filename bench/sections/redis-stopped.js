import { setTimeout as sleep } from 'node:timers/promises';
import { countWrong } from '../lib/counting.js';
import { fixed, table, whole } from '../lib/format.js';
import { createLoad } from '../lib/load.js';
import { startMarket, tickerPath } from '../lib/market.js';
import { medianOf } from '../lib/rounds.js';

const FIRST_SECOND_MS = 1_300;
const BREAKER_OPEN_MS = 50;
const PHASES = {
  before: 'Redis answers',
  first: 'first second without Redis',
  later: 'then, without Redis',
  back: 'Redis is back',
};
/** Long enough for every command in flight to have given up. */
const SETTLE_MS = 1_500;
const RECOVER_MS = 3_000;

export const redisStopped = {
  title: 'Redis stopped under load',
  about: [
    'A hot ticker of a backend with its default settings, 50 connections by autocannon without a pause; Redis is stopped by SIGSTOP,',
    'so that its connections stay open and nothing is answered, and goes on five seconds later.',
  ],

  async run({ cleanup, rounds, seconds, say }) {
    const { redis, backends } = await startMarket(cleanup);
    const load = createLoad(cleanup);
    const url = backends[0].url + tickerPath('BTC/USDT');
    const under = (duration) => load.run({ url, connections: 50, duration });
    await under(2);
    const results = Object.fromEntries(Object.keys(PHASES).map((phase) => [phase, []]));
    for (let round = 0; round < rounds; round++) {
      results.before.push(await under(seconds));
      const first = under(1);
      await redis.freeze();
      results.first.push(await first);
      await sleep(SETTLE_MS - 1_000);
      results.later.push(await under(seconds));
      await redis.thaw();
      await sleep(RECOVER_MS);
      results.back.push(await under(seconds));
      say(
        `round ${round + 1}: p99 ${fixed(results.first[round].p99)} ms in the first second, then ${fixed(results.later[round].p99)} ms`,
      );
    }
    return { text: [resultTable(results)], targets: judge(results) };
  },
};

function resultTable(results) {
  const rows = Object.entries(PHASES).map(([phase, title]) => [
    title,
    whole(medianOf(results[phase], 'perSecond')),
    fixed(medianOf(results[phase], 'p50')),
    fixed(medianOf(results[phase], 'p99')),
    fixed(Math.max(...results[phase].map(({ max }) => max))),
    whole(countWrong(results[phase], '200')),
  ]);
  return table([['', 'answers/s', 'p50 ms', 'p99 ms', 'max ms', 'not 200'], ...rows]);
}

function judge(results) {
  const wrong = countWrong(Object.values(results).flat(), '200');
  const worst = (phase) => Math.max(...results[phase].map(({ p99 }) => p99 ?? Number.POSITIVE_INFINITY));
  const first = worst('first');
  const later = worst('later');
  return [
    {
      what: 'Redis stopped under load: no request fails',
      measured: `${whole(wrong)} failed`,
      passed: wrong === 0,
    },
    {
      what: `Redis stopped: p99 below ${FIRST_SECOND_MS / 1_000} s in the first second (worst round)`,
      measured: `${fixed(first)} ms`,
      passed: first < FIRST_SECOND_MS,
    },
    {
      what: `Redis stopped: p99 of a hot key below ${BREAKER_OPEN_MS} ms once the breaker is open (worst round)`,
      measured: `${fixed(later)} ms`,
      passed: later < BREAKER_OPEN_MS,
    },
  ];
}
