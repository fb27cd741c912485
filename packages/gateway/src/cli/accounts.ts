import type { Command } from 'commander';
import { accountName, withOutputOptions } from './exchanges/options.js';
import { examples } from './help.js';
import { endWithReader, finish, outliveReaders } from './output.js';

type Options = { json: boolean; url?: string };

/** Adds `accounts list|add`. What a command does is loaded when it runs. */
export function addAccountsCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const accounts = program
    .command('accounts')
    .description(
      'list and add accounts, which keep the figures of several bots or owners apart; exits with 1 when refused, 2 when no backend answers',
    )
    .addHelpText('after', examples('neuratrade accounts list', 'neuratrade accounts add bot-2'));
  withOutputOptions(accounts.command('list'))
    .description('show the accounts, and since when they are there')
    .addHelpText(
      'after',
      examples('neuratrade accounts list', "neuratrade accounts list --json | jq -r '.accounts[].name'"),
    )
    .action(async ({ json, url }: Options) => {
      endWithReader();
      const { findBackend } = await import('../commands/health.js');
      const { listAccounts } = await import('../commands/accounts.js');
      finish(await listAccounts(findBackend(env, url), json));
    });
  withOutputOptions(accounts.command('add'))
    .description('add an account; from then on only linked chats get figures')
    .argument('<name>', 'its name: at most 32 of a-z, 0-9, _ and -', accountName)
    .addHelpText('after', examples('neuratrade accounts add bot-2'))
    .action(async (name: string, { json, url }: Options) => {
      outliveReaders();
      const { findBackend } = await import('../commands/health.js');
      const { addAccount } = await import('../commands/accounts.js');
      finish(await addAccount(findBackend(env, url), { name, json }));
    });
}
