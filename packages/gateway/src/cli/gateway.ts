import type { Command } from 'commander';
import { addLogs } from './gateway/logs.js';
import { addRestart } from './gateway/restart.js';
import { addStart } from './gateway/start.js';
import { addStatus } from './gateway/status.js';
import { addStop } from './gateway/stop.js';
import { examples } from './help.js';

/** Adds `gateway start|stop|restart|status|logs`. What a command does is loaded when it runs. */
export function addGatewayCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const gateway = program
    .command('gateway')
    .description('start, stop, restart and look at the services on this machine')
    .addHelpText(
      'after',
      examples(
        'neuratrade gateway start',
        'neuratrade gateway status',
        'neuratrade gateway restart telegram',
        'neuratrade gateway logs all -f',
      ),
    );
  for (const add of [addStart, addStop, addRestart, addStatus, addLogs]) add(gateway, env);
}
