import type { Command } from 'commander';
import { examples } from '../help.js';
import { outliveReaders, print } from '../output.js';

export function addStop(gateway: Command, env: NodeJS.ProcessEnv): void {
  gateway
    .command('stop')
    .description('stop everything in order and wait until it has ended')
    .addHelpText(
      'after',
      examples('neuratrade gateway stop', 'NEURATRADE_HOME=~/second neuratrade gateway stop'),
    )
    .action(async () => {
      outliveReaders();
      const { stopGateway } = await import('../../commands/gateway-stop.js');
      print(await stopGateway(env, print));
    });
}
