import type { Command } from 'commander';
import { examples } from '../help.js';
import { finish, outliveReaders } from '../output.js';
import { type CommonOptions, withCommonOptions } from './options.js';

export function addEnable(exchanges: Command, env: NodeJS.ProcessEnv): void {
  addSwitch(exchanges, env, { word: 'enable', enabled: true, description: 'use an exchange again' });
}

export function addDisable(exchanges: Command, env: NodeJS.ProcessEnv): void {
  const description = 'leave an exchange alone until it is enabled again; its keys are kept';
  addSwitch(exchanges, env, { word: 'disable', enabled: false, description });
}

function addSwitch(
  exchanges: Command,
  env: NodeJS.ProcessEnv,
  { word, enabled, description }: { word: string; enabled: boolean; description: string },
): void {
  withCommonOptions(exchanges.command(word))
    .description(description)
    .argument('<name>', 'name of the exchange')
    .addHelpText(
      'after',
      examples(`neuratrade exchanges ${word} kraken`, `neuratrade exchanges ${word} okx --account bot-2`),
    )
    .action(async (name: string, { account, json, url }: CommonOptions) => {
      outliveReaders();
      const { findBackend } = await import('../../commands/health.js');
      const { enableExchange } = await import('../../commands/exchanges/manage.js');
      finish(await enableExchange(findBackend(env, url), { name, account, enabled, json }));
    });
}
