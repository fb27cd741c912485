import { type Command, Option } from 'commander';
import type { CommonOptions } from '../exchanges/options.js';
import { examples, refuseUnknown } from '../help.js';
import { ofAccount } from '../of-account.js';
import { endWithReader, finish } from '../output.js';

type Options = CommonOptions & { reconcile?: true; from?: string; to?: string };

export function addShow(portfolio: Command, env: NodeJS.ProcessEnv): void {
  refuseUnknown(ofAccount(portfolio.command('show', { isDefault: true })), portfolio)
    .description('show what an account holds and what that is worth, or what explains how its worth changed')
    .option('--reconcile', 'show what explains the change in equity, and what is left that nothing does')
    .addOption(
      new Option('--from <time>', 'since then: 2026-03-01 (UTC), or 2026-03-01T10:30:00Z').implies({
        reconcile: true,
      }),
    )
    .addOption(new Option('--to <time>', 'up to then; up to now unless given').implies({ reconcile: true }))
    .addHelpText(
      'after',
      examples(
        'neuratrade portfolio',
        'neuratrade portfolio --account bot-2',
        'neuratrade portfolio --reconcile --from 2026-03-01',
        'neuratrade portfolio --json | jq .raw.total_equity',
      ),
    )
    .action(async ({ account, reconcile, from, to, json, url }: Options) => {
      endWithReader();
      const { findBackend } = await import('../../commands/health.js');
      const { reconcilePortfolio, showPortfolio } = await import('../../commands/portfolio.js');
      const backend = findBackend(env, url);
      finish(
        reconcile === undefined
          ? await showPortfolio(backend, account, json)
          : await reconcilePortfolio(backend, { account, from, to }, json),
      );
    });
}
