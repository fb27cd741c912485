import { accountNameSchema, MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { backendUrl } from '../backend-url.js';

export type CommonOptions = { account: string; json: boolean; url?: string };
export type KeyOptions = { stdin: boolean; withPassphrase: boolean; allowTradingKey: boolean };

const SECRETS = ['key', 'secret', 'password', 'passphrase', 'api-key', 'api-secret', 'apikey'];

/** What every command about one exchange takes. */
export function withCommonOptions(command: Command): Command {
  return withOutputOptions(
    command.option('--account <name>', 'the account that it belongs to', accountName, MAIN_ACCOUNT),
  );
}

export function withOutputOptions(command: Command): Command {
  return command.option('--json', 'print JSON for programs', false).addOption(backendUrl());
}

/** How keys come in, none of which is the command line. */
export function withKeyOptions(command: Command): Command {
  for (const name of SECRETS) {
    command
      .addOption(new Option(`--${name} [value]`).hideHelp())
      .on(`option:${name}`, () => command.error(notInCommandLine(name)));
  }
  return command
    .option('--with-passphrase', 'also ask for the passphrase that some exchanges want, such as okx', false)
    .option('--stdin', 'read the keys from standard input: as JSON, or a line each', false)
    .option('--allow-trading-key', 'accept a key that can trade or withdraw; NeuraTrade needs none', false);
}

export function accountName(value: string): string {
  const { success, data, error } = accountNameSchema.safeParse(value);
  if (success) return data;
  throw new InvalidArgumentError(`It ${error.issues[0]?.message ?? 'is no name of an account'}.`);
}

function notInCommandLine(name: string): string {
  return `--${name}: what stands in the command line shows in the shell's history and in the list of processes. Leave it out and type it when asked, with --with-keys, or send it to standard input, with --stdin.`;
}
