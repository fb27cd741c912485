import type { Command } from 'commander';
import { examples } from '../help.js';
import { finish, outliveReaders } from '../output.js';
import { type CommonOptions, type KeyOptions, withCommonOptions, withKeyOptions } from './options.js';

type Options = CommonOptions & KeyOptions & { withKeys: boolean };

export function addAdd(exchanges: Command, env: NodeJS.ProcessEnv): void {
  withCommonOptions(
    withKeyOptions(
      exchanges.command('add').option('--with-keys', 'ask for API key and secret, which do not show', false),
    ),
  )
    .description(
      'add an exchange: for public data, or with keys, which are tried on the exchange before they are stored',
    )
    .argument('<name>', 'its name in ccxt, such as binance, okx, bybit, kraken')
    .addHelpText(
      'after',
      examples(
        'neuratrade exchanges add binance',
        'neuratrade exchanges add binance --with-keys',
        'neuratrade exchanges add okx --with-keys --with-passphrase --account bot-2',
        'neuratrade exchanges add bybit --stdin < keys.json      # {"key":"…","secret":"…"}',
      ),
    )
    .action(async (name: string, options: Options) => {
      outliveReaders();
      const { account, json, url, stdin, withPassphrase, withKeys, allowTradingKey } = options;
      const { findBackend } = await import('../../commands/health.js');
      const { addExchange } = await import('../../commands/exchanges/manage.js');
      const { askKeys, keysFromStdin } = await import('../../commands/exchanges/read-keys.js');
      const backend = findBackend(env, url);
      const asked = withKeys || withPassphrase ? () => askKeys(name, withPassphrase) : async () => undefined;
      const keys = await (stdin ? keysFromStdin() : asked());
      finish(await addExchange(backend, { name, account, keys, allowTradingKey, json }));
    });
}
