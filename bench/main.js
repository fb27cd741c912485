import { Argument, Command } from 'commander';
import { conclude, runToEnd, say, warnWhenBusy, wholeNumber } from './lib/command.js';
import { printResult, writeReport } from './lib/report.js';
import { withCleanup } from './lib/session.js';
import { backFill } from './sections/back-fill.js';
import { blackHole } from './sections/black-hole.js';
import { bot } from './sections/bot.js';
import { detection } from './sections/detection.js';
import { figures } from './sections/figures.js';
import { http } from './sections/http.js';
import { idle } from './sections/idle.js';
import { push } from './sections/push.js';
import { redisStopped } from './sections/redis-stopped.js';
import { refold } from './sections/refold.js';
import { stampede } from './sections/stampede.js';
import { start } from './sections/start.js';
import { ticker } from './sections/ticker.js';
import { upstreamDead } from './sections/upstream-dead.js';

const SECTIONS = {
  http,
  'black-hole': blackHole,
  ticker,
  stampede,
  'redis-stopped': redisStopped,
  'upstream-dead': upstreamDead,
  'back-fill': backFill,
  push,
  figures,
  refold,
  bot,
  detection,
  start,
  idle,
};
const FULL = { rounds: 5, seconds: 3, kills: 20, starts: 5, idleSeconds: 30 };
const QUICK = { rounds: 2, seconds: 1, kills: 3, starts: 2, idleSeconds: 5 };

const sections = new Argument('[sections...]', 'what to measure').choices(Object.keys(SECTIONS));

await runToEnd(
  new Command('make bench')
    .usage('[ARGS="[options] [sections...]"]')
    .description(
      'Measures what NeuraTrade costs, beside its peers, and writes docs/reference/performance.md.\nNothing else should keep the machine busy meanwhile.',
    )
    .addArgument(sections.default(Object.keys(SECTIONS), 'all'))
    .option('--quick', 'short rounds, to see that it works; nothing is written')
    .option('--rounds <n>', 'rounds of each comparison (default: 5)', wholeNumber)
    .option('--strict', 'exit with code 1 when a target is missed')
    .action(bench),
);

async function bench(names, { quick = false, strict = false, rounds }) {
  const sizes = { ...(quick ? QUICK : FULL), ...(rounds === undefined ? {} : { rounds }) };
  warnWhenBusy();
  const results = [];
  for (const name of names) {
    const section = SECTIONS[name];
    say(`\n── ${section.title}`);
    const result = await withCleanup((cleanup) => section.run({ ...sizes, cleanup, say }));
    printResult(result, say);
    if (!quick) writeReport(name, section, result, commandOf(process.argv.slice(2)));
    results.push(result);
  }
  if (quick) say('\nA quick run says little about speed: nothing was written.');
  conclude(results, { strict });
}

function commandOf(words) {
  return words.length === 0 ? 'make bench' : `make bench ARGS="${words.join(' ')}"`;
}
