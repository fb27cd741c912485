import { chatIdSchema } from '@neuratrade/api-contracts';
import { type Command, InvalidArgumentError } from 'commander';
import { telegramUrl } from '../backend-url.js';

export type TelegramOptions = { json: boolean; url?: string };

export function withTelegramOptions(command: Command): Command {
  return command.option('--json', 'print JSON for programs', false).addOption(telegramUrl());
}

export function chatId(text: string): number {
  const { success, data } = chatIdSchema.safeParse(/^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN);
  if (success) return data;
  throw new InvalidArgumentError('It must be a whole number, as 123456789.');
}
