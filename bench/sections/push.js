import { createBareTable } from '../lib/bare-insert.js';
import { createFills, inventedSymbols } from '../lib/fills.js';
import { table, times, whole } from '../lib/format.js';
import { BATCH, connectTo, createSender, pushBody, startLedger } from '../lib/ledger.js';
import { interleave, medianOf, ratioOf } from '../lib/rounds.js';

const OF_BARE = 0.25;
const BATCHES_A_SECOND_OF_ROUND = 3;
const ONE = 'ours, one symbol';
const FIFTY = 'ours, fifty symbols';
const BARE = 'bare INSERT';
const YEAR_MS = 31_536_000_000;

export const push = {
  title: 'A push of fills beside a bare INSERT',
  about: [
    `\`POST /api/v1/trades\` with ${whole(BATCH)} fills as JSON, one batch after another: read, checked, folded into positions, trades and summaries, stored and committed`,
    'before the answer. *Bare INSERT* puts the same rows into the same table with the same indexes, as multi-row INSERTs with as many rows as PostgreSQL takes',
    `parameters for, prepared, ${whole(BATCH)} rows to a transaction, over one connection, and does nothing else.`,
  ],

  async run({ cleanup, rounds, seconds, say }) {
    const batches = seconds * BATCHES_A_SECOND_OF_ROUND;
    const ledger = await startLedger(cleanup);
    const sender = cleanup.use(createSender(ledger.backends[0].url));
    const startsAt = Date.now() - YEAR_MS;
    const ours = (exchange, symbols) => {
      const fills = createFills({ symbols, startsAt, everyMs: 100 });
      return {
        prepare: () => pushBody('main', exchange, fills(BATCH)),
        run: async (body) => {
          const { stored } = await sender.send('POST', '/api/v1/trades', body);
          if (stored !== BATCH) throw new Error(`Of ${BATCH} fills ${stored} were stored.`);
        },
      };
    };
    const subjects = {
      [ONE]: ours('one', inventedSymbols(1)),
      [FIFTY]: ours('fifty', inventedSymbols(50)),
    };
    for (const { prepare, run } of Object.values(subjects)) await run(prepare());
    const client = await connectTo(cleanup, ledger.database);
    subjects[BARE] = await createBareTable(client);
    await subjects[BARE].run(subjects[BARE].prepare());
    const results = await interleave(subjects, rounds, async ({ prepare, run }, { name, round }) => {
      let lasted = 0;
      for (let batch = 0; batch < batches; batch++) {
        const prepared = prepare();
        const startedAt = performance.now();
        await run(prepared);
        lasted += performance.now() - startedAt;
      }
      const perSecond = (batches * BATCH) / (lasted / 1_000);
      say(`round ${round + 1}: ${name} ${whole(perSecond)} rows/s`);
      return { perSecond };
    });
    return { text: [resultTable(results, batches)], targets: judge(results) };
  },
};

function resultTable(results, batches) {
  const rows = Object.entries(results).map(([name, rounds]) => [
    name,
    whole(rounds.length * batches * BATCH),
    whole(medianOf(rounds, 'perSecond')),
    times(ratioOf(rounds, results[BARE], 'perSecond')),
  ]);
  return table([['', 'rows', 'rows/s', 'of bare'], ...rows]);
}

function judge(results) {
  return [ONE, FIFTY].map((name) => {
    const ratio = ratioOf(results[name], results[BARE], 'perSecond');
    return {
      what: `A push (${name.slice('ours, '.length)}) stores at least ${OF_BARE} of the rows/s of a bare multi-row INSERT into the same table`,
      measured: times(ratio),
      passed: ratio.median >= OF_BARE,
    };
  });
}
