import { type Command, InvalidArgumentError } from 'commander';
import { backendUrl } from './backend-url.js';
import { examples } from './help.js';
import { endWithReader, finish } from './output.js';

type Options = { hours: number; json: boolean; url?: string };

const HOURS = { min: 1, max: 720 };

/** Adds `cache report`. What it does is loaded when it runs. */
export function addCacheCommands(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('cache')
    .description('how well the caches of a running backend do')
    .command('report')
    .description(
      'show how often the caches had what was asked for lately, and what to do about it; exits with 1 when refused, 2 when no backend answers. The last line is one for a log',
    )
    .option('--hours <number>', `how far to look back, ${HOURS.min} to ${HOURS.max} hours`, hours, 24)
    .option('--json', 'print JSON for programs', false)
    .addOption(backendUrl())
    .addHelpText(
      'after',
      examples(
        'neuratrade cache report',
        'neuratrade cache report --hours 168',
        'neuratrade cache report | tail -n 1 >> cache-metrics.log',
        "neuratrade cache report --json | jq '.total.hit_rate'",
      ),
    )
    .action(async ({ hours, json, url }: Options) => {
      endWithReader();
      const { findBackend } = await import('../commands/health.js');
      const { cacheReport } = await import('../commands/cache-report.js');
      finish(await cacheReport(findBackend(env, url), { hours, json }));
    });
}

function hours(value: string): number {
  const number = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (number >= HOURS.min && number <= HOURS.max) return number;
  throw new InvalidArgumentError(`It must be a whole number from ${HOURS.min} to ${HOURS.max}.`);
}
