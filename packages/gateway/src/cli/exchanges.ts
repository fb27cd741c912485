import type { Command } from 'commander';
import { addAdd } from './exchanges/add.js';
import { addDisable, addEnable } from './exchanges/enable.js';
import { addKeys } from './exchanges/keys.js';
import { addList } from './exchanges/list.js';
import { addRemove } from './exchanges/remove.js';
import { addTest } from './exchanges/test.js';
import { examples } from './help.js';

/** Adds `exchanges list|add|remove|enable|disable|keys|test`. What a command does is loaded when it runs. */
export function addExchangesCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const exchanges = program
    .command('exchanges')
    .description(
      'list, add, change, remove and test the exchanges of a running backend; exits with 1 when refused, 2 when no backend answers',
    )
    .addHelpText(
      'after',
      examples(
        'neuratrade exchanges list',
        'neuratrade exchanges add binance --with-keys',
        'neuratrade exchanges test binance',
      ),
    );
  for (const add of [addList, addAdd, addRemove, addEnable, addDisable, addKeys, addTest])
    add(exchanges, env);
}
