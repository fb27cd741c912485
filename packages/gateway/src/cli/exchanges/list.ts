import type { Command } from 'commander';
import { examples } from '../help.js';
import { endWithReader, finish } from '../output.js';
import { accountName, type CommonOptions, withOutputOptions } from './options.js';

type Options = Omit<CommonOptions, 'account'> & { account?: string };

export function addList(exchanges: Command, env: NodeJS.ProcessEnv): void {
  withOutputOptions(exchanges.command('list'))
    .description('show the exchanges, whether they are enabled and have keys, and since when they are there')
    .option('--account <name>', 'only those of one account', accountName)
    .addHelpText(
      'after',
      examples(
        'neuratrade exchanges list',
        'neuratrade exchanges list --account bot-2',
        "neuratrade exchanges list --json | jq -r '.exchanges[] | select(.enabled) | .name'",
      ),
    )
    .action(async ({ account, json, url }: Options) => {
      endWithReader();
      const { findBackend } = await import('../../commands/health.js');
      const { listExchanges } = await import('../../commands/exchanges/manage.js');
      finish(await listExchanges(findBackend(env, url), { account, json }));
    });
}
