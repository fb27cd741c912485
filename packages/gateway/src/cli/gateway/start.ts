import type { Command } from 'commander';
import { examples } from '../help.js';
import { outliveReaders, print } from '../output.js';

export function addStart(gateway: Command, env: NodeJS.ProcessEnv): void {
  gateway
    .command('start')
    .description(
      'start everything and return when it answers; a database, a Redis and an exchange simulator are supplied where none is configured',
    )
    .option('--foreground', 'stay and supervise here until Ctrl-C, for systemd and containers', false)
    .option('--demo', 'run on the exchange simulator, even when exchanges are configured', false)
    .addHelpText(
      'after',
      examples(
        'neuratrade gateway start',
        'neuratrade gateway start --demo',
        'BACKEND_PORT=9090 neuratrade gateway start',
        'neuratrade gateway start --foreground',
      ),
    )
    .action(async ({ foreground, demo }: { foreground: boolean; demo: boolean }) => {
      outliveReaders();
      if (foreground) {
        const { startInForeground } = await import('../../commands/gateway-foreground.js');
        process.exit(await startInForeground({ env, demo }));
      }
      const { startDetached } = await import('../../commands/gateway-start.js');
      print(await startDetached({ env, demo }));
    });
}
