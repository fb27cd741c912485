import type { Command } from 'commander';
import { examples } from '../help.js';
import { finish, outliveReaders } from '../output.js';
import { type CommonOptions, type KeyOptions, withCommonOptions, withKeyOptions } from './options.js';

type Options = CommonOptions & KeyOptions & { remove: boolean };

export function addKeys(exchanges: Command, env: NodeJS.ProcessEnv): void {
  withCommonOptions(withKeyOptions(exchanges.command('keys')))
    .description(
      'give an exchange other keys, or take them away; they are asked for unless --stdin sends them',
    )
    .argument('<name>', 'name of the exchange')
    .option('--remove', 'take the keys away and go on with public data', false)
    .addHelpText(
      'after',
      examples(
        'neuratrade exchanges keys binance',
        'neuratrade exchanges keys okx --with-passphrase --account bot-2',
        'neuratrade exchanges keys binance --stdin < keys.json',
        'neuratrade exchanges keys binance --remove',
      ),
    )
    .action(async (name: string, options: Options) => {
      outliveReaders();
      const { account, json, url, stdin, withPassphrase, remove, allowTradingKey } = options;
      const { findBackend } = await import('../../commands/health.js');
      const { changeKeys } = await import('../../commands/exchanges/manage.js');
      const { askKeys, keysFromStdin } = await import('../../commands/exchanges/read-keys.js');
      const backend = findBackend(env, url);
      const read = stdin ? keysFromStdin : () => askKeys(name, withPassphrase);
      const keys = remove ? undefined : await read();
      finish(await changeKeys(backend, { name, account, keys, allowTradingKey, json }));
    });
}
