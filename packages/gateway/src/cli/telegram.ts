import { MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import type { Command } from 'commander';
import { accountName, type CommonOptions, withOutputOptions } from './exchanges/options.js';
import { examples } from './help.js';
import { finish, outliveReaders } from './output.js';

/** Adds `telegram link`. What a command does is loaded when it runs. */
export function addTelegramCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const telegram = program
    .command('telegram')
    .description(
      'invite Telegram chats to the figures of an account; exits with 1 when refused, 2 when no backend answers',
    )
    .addHelpText('after', examples('neuratrade telegram link'));
  withOutputOptions(telegram.command('link'))
    .description(
      'print a link that links the Telegram chat which opens it to an account: once, within ten minutes',
    )
    .option('--account <name>', 'the account that the chat will belong to', accountName, MAIN_ACCOUNT)
    .addHelpText(
      'after',
      examples(
        'neuratrade telegram link',
        'neuratrade telegram link --account bot-2 | tail -n 1 | qrencode -t utf8',
        'neuratrade telegram link --json | jq -r .url',
      ),
    )
    .action(async ({ account, json, url }: CommonOptions) => {
      outliveReaders();
      const { findBackend } = await import('../commands/health.js');
      const { makeLink } = await import('../commands/chats.js');
      finish(await makeLink(findBackend(env, url), { account, json }));
    });
}
