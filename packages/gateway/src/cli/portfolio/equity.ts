import type { Command } from 'commander';
import type { CommonOptions } from '../exchanges/options.js';
import { examples } from '../help.js';
import { ofAccount } from '../of-account.js';
import { endWithReader, finish } from '../output.js';

type Options = CommonOptions & { from?: string; to?: string; step?: string };

export function addEquity(portfolio: Command, env: NodeJS.ProcessEnv): void {
  ofAccount(portfolio.command('equity'))
    .description('show what an account was worth over time')
    .option('--from <time>', 'since then: 2026-03-01 (UTC), or 2026-03-01T10:30:00Z; a day ago unless given')
    .option('--to <time>', 'up to then; up to now unless given')
    .option('--step <time>', 'one line for each: 5m, 1h, 1d; what suits the time unless given')
    .addHelpText(
      'after',
      examples(
        'neuratrade portfolio equity',
        'neuratrade portfolio equity --from 2026-03-01 --step 1d',
        "neuratrade portfolio equity --json | jq '.points[-1].equity'",
      ),
    )
    .action(async ({ json, url, ...wish }: Options) => {
      endWithReader();
      const { findBackend } = await import('../../commands/health.js');
      const { showEquity } = await import('../../commands/portfolio.js');
      finish(await showEquity(findBackend(env, url), wish, json));
    });
}
