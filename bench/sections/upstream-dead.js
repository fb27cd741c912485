import { setTimeout as sleep } from 'node:timers/promises';
import { countWrong } from '../lib/counting.js';
import { fixed, table, times, whole } from '../lib/format.js';
import { createLoad } from '../lib/load.js';
import { startMarket, tickerPath } from '../lib/market.js';
import { medianOf, ratioOf } from '../lib/rounds.js';

const OF_LIVE = 1.5;
/** Longer than a ticker stays fresh. */
const STALE_AFTER_MS = 7_000;
const RECOVER_MS = 12_000;
const LIVE = 'live';
const DEAD = 'dead';

export const upstreamDead = {
  title: 'The exchange dead behind a kept ticker',
  about: [
    'A ticker of a backend with its default settings, 50 connections by autocannon, while the exchange answers and while it hangs (SIGSTOP)',
    'for longer than a ticker stays fresh: what is told then is the kept value, marked stale.',
  ],

  async run({ cleanup, rounds, seconds, say }) {
    const { simulator, backends } = await startMarket(cleanup);
    const load = createLoad(cleanup);
    const url = backends[0].url + tickerPath('BTC/USDT');
    const under = (duration) => load.run({ url, connections: 50, duration });
    await under(2);
    const results = { [LIVE]: [], [DEAD]: [] };
    let unmarked = 0;
    for (let round = 0; round < rounds; round++) {
      results[LIVE].push(await under(seconds));
      process.kill(simulator.pid, 'SIGSTOP');
      try {
        await sleep(STALE_AFTER_MS);
        results[DEAD].push(await under(seconds));
        const { stale } = await (await fetch(url)).json();
        if (stale !== true) unmarked++;
      } finally {
        process.kill(simulator.pid, 'SIGCONT');
      }
      say(
        `round ${round + 1}: p99 ${fixed(results[LIVE][round].p99)} ms live, ${fixed(results[DEAD][round].p99)} ms dead`,
      );
      await sleep(RECOVER_MS);
    }
    return { text: [resultTable(results)], targets: judge(results, unmarked) };
  },
};

function resultTable(results) {
  const rows = Object.entries(results).map(([name, rounds]) => [
    name,
    whole(medianOf(rounds, 'perSecond')),
    fixed(medianOf(rounds, 'p50')),
    fixed(medianOf(rounds, 'p99')),
    whole(countWrong(rounds, '200')),
  ]);
  return table([['', 'answers/s', 'p50 ms', 'p99 ms', 'not 200'], ...rows]);
}

function judge(results, unmarked) {
  const ratio = ratioOf(results[DEAD], results[LIVE], 'p99');
  const wrong = countWrong(Object.values(results).flat(), '200');
  return [
    {
      what: `p99 of a kept ticker with the exchange dead is at most ${OF_LIVE} × that with a live one`,
      measured: times(ratio),
      passed: ratio.median <= OF_LIVE,
    },
    {
      what: 'A kept ticker is always answered, and marked stale',
      measured: `${whole(wrong)} failed, ${whole(unmarked)} not marked`,
      passed: wrong === 0 && unmarked === 0,
    },
  ];
}
