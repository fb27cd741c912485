import type { Command } from 'commander';
import { accountName, withOutputOptions } from './exchanges/options.js';
import { examples } from './help.js';
import { endWithReader, finish, outliveReaders } from './output.js';

type Options = { account?: string; exchange?: string; json: boolean; url?: string };

/** Adds `sync status|now`. What a command does is loaded when it runs. */
export function addSyncCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const sync = program
    .command('sync')
    .description(
      'how far the exchanges that have a key are read: fills, balances, transfers; exits with 1 when refused, 2 when no backend answers',
    )
    .addHelpText(
      'after',
      examples('neuratrade sync status', 'neuratrade sync status --wait', 'neuratrade sync now'),
    );
  withFilter(sync.command('status'))
    .description('show what is read of each exchange, how far it is, and why it waits')
    .option('--wait', 'show how the history comes in, until all of it is there', false)
    .addHelpText(
      'after',
      examples(
        'neuratrade sync status',
        'neuratrade sync status --wait',
        'neuratrade sync status --account bot-2 --exchange okx',
        `neuratrade sync status --json | jq '.jobs[] | select(.state == "failing")'`,
      ),
    )
    .action(async ({ wait, url, ...options }: Options & { wait: boolean }) => {
      endWithReader();
      const { findBackend } = await import('../commands/health.js');
      const backend = findBackend(env, url);
      if (wait) {
        const { awaitSync } = await import('../commands/sync/wait.js');
        finish(await awaitSync(backend, options));
      } else {
        const { syncStatus } = await import('../commands/sync/sync.js');
        finish(await syncStatus(backend, options));
      }
    });
  withFilter(sync.command('now'))
    .description('have everything read now that is due later')
    .addHelpText('after', examples('neuratrade sync now', 'neuratrade sync now --exchange binance'))
    .action(async ({ url, ...options }: Options) => {
      outliveReaders();
      const { findBackend } = await import('../commands/health.js');
      const { syncNow } = await import('../commands/sync/sync.js');
      finish(await syncNow(findBackend(env, url), options));
    });
}

function withFilter(command: Command): Command {
  return withOutputOptions(command)
    .option('--account <name>', 'only the exchanges of one account', accountName)
    .option('--exchange <name>', 'only one exchange');
}
