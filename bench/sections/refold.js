import { join } from 'node:path';
import { max, median } from 'simple-statistics';
import { createAsker, until } from '../lib/asking.js';
import { profiling, shareOfTime } from '../lib/cpu-profile.js';
import { createFills, inventedSymbols } from '../lib/fills.js';
import { megabytes, percent, table, whole } from '../lib/format.js';
import { createSender, pushAll, startLedger, WITH_ADMIN_KEY } from '../lib/ledger.js';
import { usageOf } from '../lib/processes.js';

const LEAST_A_SECOND = 50_000;
const MOST_GROWTH_BYTES = 256 * 1_048_576;
const MANY = 1_000_000;
const QUICK_MANY = 50_000;
const AT_ONCE = 100_000;
const SYMBOLS = 10;
const PATH = '/api/v1/ledger/refold';
const YEAR_MS = 31_536_000_000;
const DECIMAL = '/decimal.js/';

export const refold = {
  title: 'Folding a million fills again',
  about: [
    `All fills of an account, ${SYMBOLS} symbols, read from the database, folded and compared with what is stored, which \`POST ${PATH}\` asks for. Memory is that of the backend`,
    'process, sampled every 50 ms. The last round runs under a sampling profiler, which tells how much of its processor time decimal arithmetic takes; it counts for nothing else.',
  ],

  async run({ cleanup, rounds, seconds, say }) {
    const count = seconds > 1 ? MANY : QUICK_MANY;
    const ledger = await startLedger(cleanup);
    const [backend] = ledger.backends;
    const sender = cleanup.use(createSender(backend.url));
    const everyMs = Math.floor(YEAR_MS / count);
    const next = createFills({ symbols: inventedSymbols(SYMBOLS), startsAt: Date.now() - YEAR_MS, everyMs });
    for (let left = count; left > 0; left -= AT_ONCE) {
      await pushAll(sender, 'main', 'bot', next(Math.min(left, AT_ONCE)));
      say(`${whole(count - Math.max(left - AT_ONCE, 0))} of ${whole(count)} fills`);
    }
    const results = [];
    for (let round = 0; round < rounds; round++) {
      const result = await foldAgain(cleanup, backend, count);
      results.push(result);
      say(`round ${round + 1}: ${whole(result.perSecond)} fills/s, ${megabytes(result.grown)} MB more`);
    }
    await backend.stop();
    const file = join(backend.home, 'refold.cpuprofile');
    const profiled = await ledger.startBackend(profiling(file));
    await foldAgain(cleanup, profiled, count);
    await profiled.stop();
    const share = shareOfTime(file, DECIMAL);
    return { text: [resultTable(results, count, share)], targets: judge(results) };
  },
};

async function foldAgain(cleanup, { url, pid }, count) {
  const sender = cleanup.use(createSender(url));
  const asker = cleanup.use(createAsker(url + PATH, WITH_ADMIN_KEY));
  const before = usageOf(pid).residentBytes;
  let most = before;
  const startedAt = performance.now();
  const { fills } = await sender.send('POST', PATH, '');
  if (fills !== count) throw new Error(`Of ${count} fills ${fills} are folded again.`);
  const isDone = (answer) => {
    most = Math.max(most, usageOf(pid).residentBytes);
    return answer?.status === 200 && JSON.parse(answer.body).fills === 0;
  };
  const endedAt = await until('the end of the refold', asker.ask, isDone, { everyMs: 50, withinMs: 300_000 });
  return { perSecond: count / ((endedAt - startedAt) / 1_000), grown: most - before, most };
}

function resultTable(results, count, share) {
  const figures = results.map(({ perSecond }) => perSecond);
  return table([
    ['', ''],
    ['fills', whole(count)],
    ['fills/s, median', whole(median(figures))],
    ['most memory of the process', `${megabytes(max(results.map(({ most }) => most)))} MB`],
    ['of which more than before', `${megabytes(max(results.map(({ grown }) => grown)))} MB`],
    ['processor time in decimal arithmetic', percent(share)],
  ]);
}

function judge(results) {
  const perSecond = median(results.map(({ perSecond }) => perSecond));
  const grown = max(results.map(({ grown }) => grown));
  return [
    {
      what: `A full refold folds at least ${whole(LEAST_A_SECOND)} fills/s`,
      measured: `${whole(perSecond)} fills/s`,
      passed: perSecond >= LEAST_A_SECOND,
    },
    {
      what: `It needs at most ${megabytes(MOST_GROWTH_BYTES)} MB more than before, however many fills there are`,
      measured: `${megabytes(grown)} MB`,
      passed: grown <= MOST_GROWTH_BYTES,
    },
  ];
}
