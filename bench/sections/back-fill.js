import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from 'simple-statistics';
import { createAsker } from '../lib/asking.js';
import { fixed, table, times, whole } from '../lib/format.js';
import { startMarket, WITH_SERVICE_KEY } from '../lib/market.js';
import { interleave, ratioOf } from '../lib/rounds.js';

const OF_ALONE = 1.5;
const BACK_FILLS = 4;
const EVERY_MS = 100;
const WARM_UP = 50;
const SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'BNB/USDT', 'XRP/USDT', 'SOL/USDT'];
const ALONE = 'alone';
const BESIDE = 'beside a back-fill';

export const backFill = {
  title: 'Tickers beside a back-fill',
  about: [
    `Tickers through ccxt-service, up to ten a second, none of them cached anywhere: each one reaches the exchange. Alone, and while ${BACK_FILLS} loops ask the same`,
    'exchange for candles as fast as they are answered. ccxt-service keeps the rate limit of the exchange for both together.',
  ],

  async run({ cleanup, rounds, seconds, say }) {
    const { ccxt } = await startMarket(cleanup, { env: { WATCHLIST: 'none' } });
    const count = seconds * 33;
    const stopWarming = startBackFill(ccxt, BACK_FILLS);
    await sample(ccxt, WARM_UP);
    await stopWarming();
    const results = await interleave(
      { [ALONE]: 0, [BESIDE]: BACK_FILLS },
      rounds,
      async (loops, { name, round }) => {
        const stop = startBackFill(ccxt, loops);
        await sleep(1_000);
        const times = await sample(ccxt, count);
        const candles = await stop();
        const p99 = quantile(times, 0.99);
        say(`round ${round + 1}: ${name}: p99 ${fixed(p99)} ms, ${candles} answers to the back-fill`);
        return { p50: quantile(times, 0.5), p99, samples: times.length, candles };
      },
    );
    return { text: [resultTable(results)], targets: judge(results) };
  },
};

/** Milliseconds that each of so many tickers took. */
async function sample({ url }, count) {
  const times = [];
  for (let n = 0; n < count; n++) {
    const symbol = SYMBOLS[n % SYMBOLS.length];
    const asker = createAsker(`${url}/api/v1/ticker?exchange=simulator&symbol=${symbol}`, WITH_SERVICE_KEY);
    const startedAt = performance.now();
    const answer = await asker.ask();
    if (answer?.status !== 200)
      throw new Error(`A ticker was answered by ${answer?.status}: ${answer?.body}`);
    times.push(performance.now() - startedAt);
    await asker.close();
    await sleep(EVERY_MS);
  }
  return times;
}

/** Asks for candles without a pause until it is stopped; resolves then to how often it was answered. */
function startBackFill({ url }, loops) {
  let running = true;
  let answers = 0;
  const frames = ['1m', '5m', '15m', '1h'];
  const work = Array.from({ length: loops }, async (_, loop) => {
    const timeframe = frames[loop % frames.length];
    for (let n = 0; running; n++) {
      const since = new Date(Date.now() - 86_400_000 * ((n % 300) + 1)).toISOString();
      const query = `exchange=simulator&symbol=${SYMBOLS[n % SYMBOLS.length]}&timeframe=${timeframe}&limit=500&since=${since}`;
      const asker = createAsker(`${url}/api/v1/ohlcv?${query}`, WITH_SERVICE_KEY);
      const answer = await asker.ask();
      await asker.close();
      if (answer?.status === 200) answers++;
      else await sleep(50);
    }
  });
  return async () => {
    running = false;
    await Promise.all(work);
    return answers;
  };
}

function resultTable(results) {
  const rows = Object.entries(results).map(([name, rounds]) => [
    name,
    whole(rounds.reduce((sum, { samples }) => sum + samples, 0)),
    fixed(
      quantile(
        rounds.map(({ p50 }) => p50),
        0.5,
      ),
    ),
    fixed(
      quantile(
        rounds.map(({ p99 }) => p99),
        0.5,
      ),
    ),
    whole(rounds.reduce((sum, { candles }) => sum + candles, 0)),
  ]);
  return table([['', 'tickers', 'p50 ms', 'p99 ms', 'candles answered'], ...rows]);
}

function judge(results) {
  const ratio = ratioOf(results[BESIDE], results[ALONE], 'p99');
  return [
    {
      what: `p99 of tickers beside a running back-fill is at most ${OF_ALONE} × that alone`,
      measured: times(ratio),
      passed: ratio.median <= OF_ALONE,
    },
  ];
}
