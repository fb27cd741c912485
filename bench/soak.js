import { Command } from 'commander';
import { conclude, runToEnd, say, warnWhenBusy, wholeNumber } from './lib/command.js';
import { printResult, writeReport } from './lib/report.js';
import { withCleanup } from './lib/session.js';
import { soak } from './sections/soak.js';

const WRITTEN_FROM_MINUTES = 30;

await runToEnd(
  new Command('make soak')
    .usage('[MINUTES=30] [RATE=50] [ARGS="--strict"]')
    .description(
      'Watches the memory of every process under steady requests and writes the result into docs/reference/performance.md.',
    )
    .option('--minutes <n>', 'how long', wholeNumber, WRITTEN_FROM_MINUTES)
    .option('--rate <n>', 'requests per second', wholeNumber, 50)
    .option('--strict', 'exit with code 1 when a target is missed')
    .action(run),
);

async function run({ minutes, rate, strict = false }) {
  warnWhenBusy();
  const result = await withCleanup((cleanup) => soak.run({ cleanup, minutes, rate, say }));
  printResult(result, say);
  if (minutes < WRITTEN_FROM_MINUTES)
    say(
      `\n${minutes} minutes say too little about memory: nothing was written. Give it ${WRITTEN_FROM_MINUTES} or more.`,
    );
  else writeReport('soak', soak, result, `make soak MINUTES=${minutes} RATE=${rate}`);
  conclude([result], { strict });
}
