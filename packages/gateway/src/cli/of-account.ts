import { MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import type { Command } from 'commander';
import { accountName, withOutputOptions } from './exchanges/options.js';

/** What every command about the figures of one account takes. */
export function ofAccount(command: Command): Command {
  return withOutputOptions(command.option('--account <name>', 'whose figures', accountName, MAIN_ACCOUNT));
}
