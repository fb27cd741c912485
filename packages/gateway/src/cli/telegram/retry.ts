import type { Command } from 'commander';
import { examples } from '../help.js';
import { finish, outliveReaders } from '../output.js';
import { type TelegramOptions, withTelegramOptions } from './options.js';

type Options = TelegramOptions & { all: boolean };

export function addRetry(telegram: Command, env: NodeJS.ProcessEnv): void {
  const retry = withTelegramOptions(
    telegram
      .command('retry')
      .description('queue messages again that were given up')
      .argument('[id...]', 'their ids, as neuratrade telegram queue --dead shows them')
      .option('--all', 'all that were given up', false),
  );
  retry
    .addHelpText(
      'after',
      examples('neuratrade telegram retry 0mma3k2p80000a1b2c3', 'neuratrade telegram retry --all'),
    )
    .action(async (ids: string[], { all, json, url }: Options) => {
      if (all === ids.length > 0) retry.error('Name the messages, or give --all.');
      outliveReaders();
      const { findTelegram } = await import('../../commands/telegram/ask-telegram.js');
      const { retryMessages } = await import('../../commands/telegram/retry.js');
      finish(await retryMessages(findTelegram(env, url), { ids: all ? 'all' : ids, json }));
    });
}
