import { MAIN_ACCOUNT, SEVERITIES, type Severity } from '@neuratrade/api-contracts';
import { type Command, Option } from 'commander';
import { chatId } from '../chat-id.js';
import { accountName } from '../exchanges/options.js';
import { examples } from '../help.js';
import { finish, outliveReaders } from '../output.js';
import { type TelegramOptions, withTelegramOptions } from './options.js';

type Options = TelegramOptions & {
  account?: string;
  chat?: number;
  severity: Severity;
  html: boolean;
  key?: string;
};

export function addSend(telegram: Command, env: NodeJS.ProcessEnv): void {
  withTelegramOptions(
    telegram
      .command('send')
      .description(
        'send a message to the chats of an account, or to one chat; it is kept until Telegram has it',
      )
      .argument('<text...>', 'what to say; - reads it from standard input')
      .option('--account <name>', 'the account whose chats get it, main unless given', accountName)
      .addOption(
        new Option('--chat <number>', 'the one chat that gets it').argParser(chatId).conflicts('account'),
      )
      .addOption(
        new Option('--severity <severity>', 'info comes without a sound; the more severe goes first')
          .choices(SEVERITIES)
          .default('info'),
      )
      .option('--html', "the text is in Telegram's HTML", false)
      .option('--key <key>', 'what is sent again under the same key within a week is sent once'),
  )
    .addHelpText(
      'after',
      examples(
        'neuratrade telegram send Maintenance at 18:00 UTC',
        'neuratrade telegram send --chat 123456789 --severity critical "Bot stopped"',
        'df -h / | neuratrade telegram send --severity warning -',
        'neuratrade telegram send --html --key backup-2026-03-03 "<b>Backup</b> done"',
      ),
    )
    .action(async (words: string[], { account, chat, json, url, severity, html, key }: Options) => {
      outliveReaders();
      const { findTelegram } = await import('../../commands/telegram/ask-telegram.js');
      const { sendMessage } = await import('../../commands/telegram/send.js');
      const to = chat === undefined ? { account: account ?? MAIN_ACCOUNT } : { chat_id: chat };
      finish(
        await sendMessage(findTelegram(env, url), { text: words.join(' '), to, severity, html, key, json }),
      );
    });
}
