import { MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import type { Command } from 'commander';
import { accountName, type CommonOptions, withOutputOptions } from './exchanges/options.js';
import { examples } from './help.js';
import { finish, outliveReaders } from './output.js';
import { addQueue } from './telegram/queue.js';
import { addRetry } from './telegram/retry.js';
import { addSend } from './telegram/send.js';

/** Adds `telegram link|send|queue|retry`. What a command does is loaded when it runs. */
export function addTelegramCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const telegram = program
    .command('telegram')
    .description(
      'invite Telegram chats to the figures of an account, and send messages to them; exits with 1 when refused, 2 when nothing answers',
    )
    .addHelpText(
      'after',
      examples(
        'neuratrade telegram link',
        'neuratrade telegram send Maintenance at 18:00 UTC',
        'neuratrade telegram queue --dead',
      ),
    );
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
  addSend(telegram, env);
  addQueue(telegram, env);
  addRetry(telegram, env);
}
