import { createAsker, until } from '../lib/asking.js';
import { countWrong } from '../lib/counting.js';
import { fixed, table, times, whole } from '../lib/format.js';
import { createLoad, loadOn } from '../lib/load.js';
import { startMarket, tickerPath } from '../lib/market.js';
import { startPeer } from '../lib/parts.js';
import { interleave, medianOf, ratioOf } from '../lib/rounds.js';

const OF_MINIMAL = 0.5;
const OURS = 'ours, ticker';
const MINIMAL = 'minimal route';
const KEY = 'bench:ticker';

export const ticker = {
  title: 'A cached ticker beside a minimal route',
  about: [
    'The backend with its default settings over a real Redis, PostgreSQL, ccxt-service and exchange simulator, with its log, its security',
    'headers and its check of who asks. *Minimal route* is Express 5 with a handler that does one `ioredis.get` of the same bytes from the same Redis',
    'and sends them, with `NODE_ENV=production` and nothing else. 50 connections by autocannon, one subject at a time. Order book and summary',
    'are given for comparison.',
  ],

  async run({ cleanup, rounds, seconds, say }) {
    const market = await startMarket(cleanup);
    const [backend] = market.backends;
    const asker = createAsker(backend.url + tickerPath('BTC/USDT'));
    let body = '';
    await until('a ticker', asker.ask, (answer) => {
      body = answer?.body ?? '';
      return answer?.status === 200;
    });
    await asker.close();
    const env = { REDIS_URL: market.redis.url, KEY, VALUE: body };
    const minimal = await startPeer(cleanup, 'express-redis', env, '/live');
    const of = (path) => ({ url: backend.url + path, pid: backend.pid });
    const subjects = {
      [OURS]: of(tickerPath('BTC/USDT')),
      [MINIMAL]: { url: `${minimal.url}/ticker`, pid: minimal.pid },
      'ours, order book': of('/api/v1/market/orderbook?exchange=simulator&symbol=BTC/USDT'),
      'ours, summary': of('/api/v1/market/summary?symbol=BTC/USDT'),
    };
    const load = createLoad(cleanup);
    const options = { connections: 50, duration: seconds };
    for (const { url, pid } of Object.values(subjects))
      await loadOn(load, pid, { ...options, url, duration: 2 });
    const results = await interleave(subjects, rounds, async ({ url, pid }, { name, round }) => {
      const result = await loadOn(load, pid, { ...options, url });
      say(`round ${round + 1}: ${name} ${whole(result.perSecond)} answers/s, p99 ${fixed(result.p99)} ms`);
      return result;
    });
    return { text: [resultTable(results)], targets: judge(results) };
  },
};

function resultTable(results) {
  const rows = Object.entries(results).map(([name, rounds]) => [
    name,
    whole(medianOf(rounds, 'perSecond')),
    times(ratioOf(rounds, results[MINIMAL], 'perSecond')),
    fixed(medianOf(rounds, 'p50')),
    fixed(medianOf(rounds, 'p99')),
    whole(medianOf(rounds, 'cpuPerAnswer')),
    whole(countWrong(rounds, '200')),
  ]);
  return table([['', 'answers/s', 'of minimal', 'p50 ms', 'p99 ms', 'CPU µs', 'not 200'], ...rows]);
}

function judge(results) {
  const ratio = ratioOf(results[OURS], results[MINIMAL], 'perSecond');
  const wrong = countWrong(results[OURS], '200');
  return [
    {
      what: `A cached ticker serves at least ${OF_MINIMAL} of what a minimal Express route with one \`ioredis.get\` does`,
      measured: times(ratio),
      passed: ratio.median >= OF_MINIMAL,
    },
    {
      what: 'Every request for a cached ticker is answered by 200',
      measured: `${whole(wrong)} not`,
      passed: wrong === 0,
    },
  ];
}
