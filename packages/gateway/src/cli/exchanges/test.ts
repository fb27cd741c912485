import type { Command } from 'commander';
import { examples } from '../help.js';
import { endWithReader, finish } from '../output.js';
import { type CommonOptions, withCommonOptions } from './options.js';

export function addTest(exchanges: Command, env: NodeJS.ProcessEnv): void {
  withCommonOptions(exchanges.command('test'))
    .description('ask an exchange now whether it answers and accepts its key; exits with 1 when it does not')
    .argument('<name>', 'name of the exchange')
    .addHelpText(
      'after',
      examples(
        'neuratrade exchanges test binance',
        'neuratrade exchanges test binance --json | jq .key.permissions',
      ),
    )
    .action(async (name: string, { account, json, url }: CommonOptions) => {
      endWithReader();
      const { findBackend } = await import('../../commands/health.js');
      const { testExchange } = await import('../../commands/exchanges/manage.js');
      const { outcome, code } = await testExchange(findBackend(env, url), { name, account, json });
      finish(outcome, code);
    });
}
