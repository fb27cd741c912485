import type { Command } from 'commander';
import { examples } from '../help.js';
import { finish, outliveReaders } from '../output.js';
import { type CommonOptions, withCommonOptions } from './options.js';

export function addRemove(exchanges: Command, env: NodeJS.ProcessEnv): void {
  withCommonOptions(exchanges.command('remove'))
    .description('remove an exchange and its keys; asks first on a terminal')
    .argument('<name>', 'name of the exchange')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples('neuratrade exchanges remove kraken', 'neuratrade exchanges remove okx --account bot-2 --yes'),
    )
    .action(async (name: string, { account, json, url, yes }: CommonOptions & { yes: boolean }) => {
      outliveReaders();
      const { findBackend } = await import('../../commands/health.js');
      const { removeExchange } = await import('../../commands/exchanges/manage.js');
      const { confirm } = await import('../../commands/exchanges/confirm.js');
      const backend = findBackend(env, url);
      const question = `Remove ${name} of account ${account}, with its keys?`;
      if (!yes && process.stdin.isTTY && !(await confirm(question))) {
        return finish({ ok: false, code: 1, text: 'Nothing is changed.' });
      }
      finish(await removeExchange(backend, { name, account, json }));
    });
}
