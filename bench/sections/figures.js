import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from 'simple-statistics';
import { createAsker, until } from '../lib/asking.js';
import { createFills, inventedSymbols } from '../lib/fills.js';
import { fixed, table, times, whole } from '../lib/format.js';
import { connectTo, createSender, pushAll, startLedger, WITH_ADMIN_KEY } from '../lib/ledger.js';
import { readFigures } from '../lib/ledger-reads.js';
import { scansOf } from '../lib/plans.js';
import { interleave, medianOf, ratioOf } from '../lib/rounds.js';

const OF_SMALL = 1.5;
const MOST_MS = 15;
const FEW = 1_000;
const REQUESTS_A_SECOND_OF_ROUND = 250;
const QUICK_MANY = 20_000;
const MANY = 1_000_000;
const YEARS_MS = 3 * 31_536_000_000;
const SYMBOLS = 50;
const PATHS = {
  performance: '/api/v1/performance',
  'performance, raw': '/api/v1/performance?raw=true',
  portfolio: '/api/v1/portfolio',
  'portfolio, raw': '/api/v1/portfolio?raw=true',
  quests: '/api/v1/quests',
};
const GROWING = new Set(['fills', 'trades', 'summaries', 'checkpoints']);
const HELD = ['BTC/USDT', 'ETH/USDT', 'BNB/USDT', 'XRP/USDT', 'SOL/USDT'];

export const figures = {
  title: 'Performance, portfolio and quests at a million trades',
  about: [
    `Two accounts in one database, one with ${whole(FEW)} and one with ${whole(MANY)} closed trades over three years and ${SYMBOLS} symbols, both with the same five open positions. Requests one after`,
    'the other over a connection that is kept; the two accounts take turns.',
  ],

  async run({ cleanup, rounds, seconds, say }) {
    const many = seconds > 1 ? MANY : QUICK_MANY;
    const ledger = await startLedger(cleanup);
    const [{ url }] = ledger.backends;
    const sender = cleanup.use(createSender(url));
    const accounts = { [whole(FEW)]: 'few', [whole(many)]: 'many' };
    await fill(sender, 'few', FEW, say);
    await fill(sender, 'many', many, say);
    for (const account of Object.values(accounts)) await untilPriced(cleanup, url, account);
    const subjects = Object.fromEntries(
      Object.keys(PATHS).flatMap((path) =>
        Object.entries(accounts).map(([count, account]) => [
          `${path}, ${count} trades`,
          cleanup.use(createAsker(withAccount(url + PATHS[path], account), WITH_ADMIN_KEY)),
        ]),
      ),
    );
    for (const asker of Object.values(subjects)) await sample(asker, 100);
    const results = await interleave(subjects, rounds, async (asker, { name, round }) => {
      const lasted = await sample(asker, seconds * REQUESTS_A_SECOND_OF_ROUND);
      const p99 = quantile(lasted, 0.99);
      say(`round ${round + 1}: ${name}: p99 ${fixed(p99)} ms`);
      return { p50: quantile(lasted, 0.5), p99 };
    });
    const scans = await explain(cleanup, ledger.database);
    return {
      text: [
        resultTable(results),
        'How the statements get at their rows, by EXPLAIN ANALYZE:',
        scanTable(scans),
      ],
      targets: [...judge(results, whole(many)), judgeScans(scans)],
    };
  },
};

async function fill(sender, account, trades, say) {
  await sender.send('POST', '/api/v1/accounts', { name: account });
  const startsAt = Date.now() - YEARS_MS;
  const everyMs = Math.floor(YEARS_MS / (trades * 2));
  const next = createFills({ symbols: inventedSymbols(SYMBOLS), startsAt, everyMs });
  for (let left = trades * 2; left > 0; left -= 100_000) {
    await pushAll(sender, account, 'bot', next(Math.min(left, 100_000)));
    say(`${account}: ${whole(trades * 2 - Math.max(left - 100_000, 0))} of ${whole(trades * 2)} fills`);
  }
  const open = HELD.map((symbol, index) => ({
    ...{ id: `open-${index}`, symbol, side: 'buy', price: '10', amount: '0.5' },
    executed_at: new Date().toISOString(),
  }));
  await pushAll(sender, account, 'bot', open);
  await sender.send('PUT', `/api/v1/accounts/${account}/exchanges/bot/balance`, { USDT: '8200' });
}

async function untilPriced(cleanup, url, account) {
  const asker = cleanup.use(
    createAsker(`${url}/api/v1/portfolio?account=${account}&raw=true`, WITH_ADMIN_KEY),
  );
  const isPriced = (answer) => answer?.status === 200 && JSON.parse(answer.body).unpriced === undefined;
  await until('prices of all positions', asker.ask, isPriced, { everyMs: 250 });
}

const withAccount = (url, account) => `${url}${url.includes('?') ? '&' : '?'}account=${account}`;

/** Milliseconds that each of so many requests took. */
async function sample(asker, count) {
  const lasted = [];
  for (let n = 0; n < count; n++) {
    const startedAt = performance.now();
    const answer = await asker.ask();
    if (answer?.status !== 200) throw new Error(`Answered by ${answer?.status}: ${answer?.body}`);
    lasted.push(performance.now() - startedAt);
    await sleep(1);
  }
  return lasted;
}

/** Of the account with many trades. */
async function explain(cleanup, database) {
  const client = await connectTo(cleanup, database);
  const { rows } = await client.query("SELECT id FROM accounts WHERE name = 'many'");
  return scansOf(client, (pool) => readFigures(pool, rows[0].id));
}

function scanTable(scans) {
  const rows = scans.map(({ statement, how, index, on, rows }) => [
    statement,
    index === undefined ? how : `${how} using ${index}`,
    on,
    whole(rows),
  ]);
  return table([['statement', 'how', 'table', 'rows'], ...rows], { left: 3 });
}

function judgeScans(scans) {
  const whole = scans.filter(({ how, on }) => how === 'Seq Scan' && GROWING.has(on));
  return {
    what: 'No request reads a table whole that grows with the history',
    measured:
      whole.length === 0 ? 'none' : whole.map(({ statement, on }) => `${statement}: ${on}`).join(', '),
    passed: whole.length === 0,
  };
}

const named = (path, count) => `${path}, ${count} trades`;

function resultTable(results) {
  const rows = Object.entries(results).map(([name, rounds]) => [
    name,
    fixed(medianOf(rounds, 'p50')),
    fixed(medianOf(rounds, 'p99')),
  ]);
  return table([['', 'p50 ms', 'p99 ms'], ...rows]);
}

function judge(results, many) {
  return Object.keys(PATHS).flatMap((path) => {
    const large = results[named(path, many)];
    const ratio = ratioOf(large, results[named(path, whole(FEW))], 'p99');
    const p99 = medianOf(large, 'p99');
    return [
      {
        what: `p99 of \`${PATHS[path]}\` at ${many} closed trades is at most ${OF_SMALL} × that at ${whole(FEW)}`,
        measured: times(ratio),
        passed: ratio.median <= OF_SMALL,
      },
      {
        what: `p99 of \`${PATHS[path]}\` at ${many} closed trades is below ${MOST_MS} ms`,
        measured: `${fixed(p99)} ms`,
        passed: p99 < MOST_MS,
      },
    ];
  });
}
