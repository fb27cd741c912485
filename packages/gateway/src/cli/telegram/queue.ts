import type { Message } from '@neuratrade/api-contracts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { examples } from '../help.js';
import { endWithReader, finish } from '../output.js';
import { type TelegramOptions, withTelegramOptions } from './options.js';

type Options = TelegramOptions & { dead: boolean; sent: boolean; limit: number };

const MOST = 1_000;

export function addQueue(telegram: Command, env: NodeJS.ProcessEnv): void {
  withTelegramOptions(
    telegram
      .command('queue')
      .description('show the messages that wait to be sent, oldest first')
      .addOption(
        new Option('--dead', 'those that were given up instead, and why').default(false).conflicts('sent'),
      )
      .option('--sent', 'those of the last week that were sent instead', false)
      .option('--limit <number>', `how many at most, 1 to ${MOST}`, limit, 100),
  )
    .addHelpText(
      'after',
      examples(
        'neuratrade telegram queue',
        'neuratrade telegram queue --dead',
        "neuratrade telegram queue --dead --json | jq -r '.messages[].error'",
      ),
    )
    .action(async ({ dead, sent, limit: most, json, url }: Options) => {
      endWithReader();
      const { findTelegram } = await import('../../commands/telegram/ask-telegram.js');
      const { listMessages } = await import('../../commands/telegram/queue.js');
      const state: Message['state'] = dead ? 'dead' : sent ? 'sent' : 'queued';
      finish(await listMessages(findTelegram(env, url), { state, limit: most, json }));
    });
}

function limit(value: string): number {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= MOST) return number;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST}.`);
}
