import { chatIdSchema } from '@neuratrade/api-contracts';
import { InvalidArgumentError } from 'commander';

/** Telegram's number of a chat, as it is typed; those of groups are negative. */
export function chatId(text: string): number {
  const { success, data } = chatIdSchema.safeParse(/^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN);
  if (success) return data;
  throw new InvalidArgumentError('It must be a whole number, as 123456789.');
}
