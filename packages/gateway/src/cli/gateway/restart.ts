import type { Command } from 'commander';
import { examples } from '../help.js';
import { outliveReaders, print } from '../output.js';

export function addRestart(gateway: Command, env: NodeJS.ProcessEnv): void {
  gateway
    .command('restart')
    .description(
      'restart one service, or everything, with the settings of config.json as they are now; the environment that the gateway was started with still counts before them',
    )
    .argument('[service]', 'backend, ccxt, telegram, simulator, database or redis; everything unless given')
    .addHelpText(
      'after',
      examples(
        'neuratrade gateway restart',
        'neuratrade config set telegram_bot_token - && neuratrade gateway restart telegram',
        'neuratrade config set log_level debug && neuratrade gateway restart backend',
      ),
    )
    .action(async (service: string | undefined) => {
      outliveReaders();
      const { restartGateway } = await import('../../commands/gateway-restart.js');
      print(await restartGateway(service, env));
    });
}
