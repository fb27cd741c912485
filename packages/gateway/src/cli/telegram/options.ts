import type { Command } from 'commander';
import { telegramUrl } from '../backend-url.js';

export type TelegramOptions = { json: boolean; url?: string };

export function withTelegramOptions(command: Command): Command {
  return command.option('--json', 'print JSON for programs', false).addOption(telegramUrl());
}
