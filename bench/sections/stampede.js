import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { max, median } from 'simple-statistics';
import { fixed, table, whole } from '../lib/format.js';
import { ccxtRequests, exchangeRequests, startMarket, tickerPath } from '../lib/market.js';

const REQUESTS = 1_000;
const SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'BNB/USDT', 'XRP/USDT', 'SOL/USDT', 'ADA/USDT', 'DOGE/USDT'];
const CCXT_PATH = '/api/v1/ticker';
const EXCHANGE_PATH = '/api/v3/ticker/24hr';
const WITHIN_MS = 30_000;
/** After a stampede its key is hot and refreshed once more in the background; that is no part of the next one. */
const COOLS_WITHIN_MS = 12_000;

export const stampede = {
  title: 'A thousand requests for one cold key',
  about: [
    `${whole(REQUESTS)} requests at once, each on a connection of its own, for a ticker that no cache holds: to one backend, and spread over three that share a`,
    'Redis. Counted are the requests that reach ccxt-service and those that reach the exchange. Another symbol each round.',
  ],

  async run({ cleanup, rounds, say }) {
    const results = [];
    for (const backends of [1, 3]) {
      const market = await startMarket(cleanup, { backends, env: { WATCHLIST: 'none' } });
      for (const symbol of SYMBOLS.slice(0, Math.max(rounds, 2))) {
        const result = await stampedeOn(market, symbol);
        results.push({ backends, ...result });
        await sleep(COOLS_WITHIN_MS);
        say(
          `${backends} backend(s), ${symbol}: ${result.ccxt} upstream calls, all answered within ${whole(result.lasted)} ms`,
        );
      }
    }
    return { text: [resultTable(results)], targets: judge(results) };
  },
};

async function stampedeOn(market, symbol) {
  const counted = async () => ({
    ccxt: await ccxtRequests(market, CCXT_PATH),
    exchange: (await exchangeRequests(market))[EXCHANGE_PATH] ?? 0,
  });
  const before = await counted();
  const startedAt = performance.now();
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, (_, index) => {
      const { url } = market.backends[index % market.backends.length];
      return status(url + tickerPath(symbol));
    }),
  );
  const lasted = performance.now() - startedAt;
  const after = await counted();
  return {
    lasted,
    failed: answers.filter((answer) => answer !== 200).length,
    ccxt: after.ccxt - before.ccxt,
    exchange: after.exchange - before.exchange,
  };
}

/** The status of an answer over a connection of its own; undefined where there was none. */
function status(url) {
  const agent = new Agent({ keepAlive: false });
  return new Promise((resolve) => {
    const request = get(url, { agent, timeout: WITHIN_MS }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

const of = (results, count) => results.filter(({ backends }) => backends === count);

function resultTable(results) {
  const head = [
    'backends',
    'stampedes',
    'calls to ccxt-service, most',
    'to the exchange, most',
    'answered within ms',
    'failed',
  ];
  const rows = [1, 3].map((count) => {
    const rounds = of(results, count);
    return [
      whole(count),
      whole(rounds.length),
      whole(max(rounds.map(({ ccxt }) => ccxt))),
      whole(max(rounds.map(({ exchange }) => exchange))),
      fixed(median(rounds.map(({ lasted }) => lasted)), 0),
      whole(rounds.reduce((sum, { failed }) => sum + failed, 0)),
    ];
  });
  return table([head, ...rows]);
}

function judge(results) {
  return [1, 3].map((count) => {
    const calls = of(results, count).map(({ ccxt }) => ccxt);
    const failed = of(results, count).some((round) => round.failed > 0);
    return {
      what: `${whole(REQUESTS)} concurrent requests for one cold key make 1 upstream call with ${count} backend${count > 1 ? 's' : ''}`,
      measured: `${calls.join(', ')}${failed ? ', with failures' : ''}`,
      passed: calls.every((value) => value === 1) && !failed,
    };
  });
}
