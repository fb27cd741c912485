import { decimalSchema } from '@neuratrade/api-contracts';
import { type Command, InvalidArgumentError } from 'commander';
import type { CommonOptions } from './exchanges/options.js';
import { examples } from './help.js';
import { ofAccount } from './of-account.js';
import { endWithReader, finish } from './output.js';

type Options = CommonOptions & { startEquity?: string };

/** Adds `performance`. What it does is loaded when it runs. */
export function addPerformanceCommand(program: Command, env: NodeJS.ProcessEnv): void {
  ofAccount(program.command('performance'))
    .description(
      'show what an account earned, its trades, streaks, drawdowns and ratios; exits with 1 when refused, 2 when no backend answers',
    )
    .option(
      '--start-equity <amount>',
      'what drawdowns are measured against; else the equity when it was first known',
      positive,
    )
    .addHelpText(
      'after',
      examples(
        'neuratrade performance',
        'neuratrade performance --account bot-2 --start-equity 1000',
        'neuratrade performance --json | jq .raw.profit_factor',
      ),
    )
    .action(async ({ account, startEquity, json, url }: Options) => {
      endWithReader();
      const { findBackend } = await import('../commands/health.js');
      const { showPerformance } = await import('../commands/performance.js');
      finish(await showPerformance(findBackend(env, url), { account, startEquity, json }));
    });
}

function positive(value: string): string {
  if (decimalSchema.safeParse(value).success && Number(value) > 0) return value;
  throw new InvalidArgumentError('It must be an amount above 0, such as 1000 or 1234.50.');
}
