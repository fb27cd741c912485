import { type Command, InvalidArgumentError } from 'commander';
import { examples } from './help.js';
import { endWithReader, outliveReaders, print } from './output.js';

/** Adds `gateway start|stop|status|logs`. What a command does is loaded when it runs. */
export function addGatewayCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const gateway = program
    .command('gateway')
    .description('start, stop and look at the services on this machine')
    .addHelpText(
      'after',
      examples('neuratrade gateway start', 'neuratrade gateway status', 'neuratrade gateway logs all -f'),
    );
  addStart(gateway, env);
  addStop(gateway, env);
  addStatus(gateway, env);
  addLogs(gateway, env);
}

function addStart(gateway: Command, env: NodeJS.ProcessEnv): void {
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
        const { startInForeground } = await import('../commands/gateway-foreground.js');
        process.exit(await startInForeground({ env, demo }));
      }
      const { startDetached } = await import('../commands/gateway-start.js');
      print(await startDetached({ env, demo }));
    });
}

function addStop(gateway: Command, env: NodeJS.ProcessEnv): void {
  gateway
    .command('stop')
    .description('stop everything in order and wait until it has ended')
    .addHelpText(
      'after',
      examples('neuratrade gateway stop', 'NEURATRADE_HOME=~/second neuratrade gateway stop'),
    )
    .action(async () => {
      outliveReaders();
      const { stopGateway } = await import('../commands/gateway-stop.js');
      print(await stopGateway(env, print));
    });
}

function addStatus(gateway: Command, env: NodeJS.ProcessEnv): void {
  gateway
    .command('status')
    .description('show how every service is; exits with 0 when healthy, 1 when degraded, 2 when down')
    .option('--json', 'print JSON for programs', false)
    .addHelpText(
      'after',
      examples('neuratrade gateway status', 'neuratrade gateway status --json | jq -r .status'),
    )
    .action(async ({ json }: { json: boolean }) => {
      endWithReader();
      const { gatewayStatus } = await import('../commands/gateway-status.js');
      const { text, code } = await gatewayStatus(env, { json });
      print(text);
      process.exitCode = code;
    });
}

function addLogs(gateway: Command, env: NodeJS.ProcessEnv): void {
  gateway
    .command('logs')
    .description("print a service's log: backend, ccxt, telegram, gateway, simulator, or all")
    .argument('[service]', 'whose log', 'backend')
    .option('-f, --follow', 'go on with each new line until Ctrl-C', false)
    .option('-n, --lines <number>', 'how many of the last lines', wholeNumber, 50)
    .addHelpText(
      'after',
      examples(
        'neuratrade gateway logs -f',
        'neuratrade gateway logs gateway -n 200',
        'neuratrade gateway logs all -f',
      ),
    )
    .action(async (service: string, { follow, lines }: { follow: boolean; lines: number }) => {
      endWithReader();
      const { gatewayLogs } = await import('../commands/gateway-logs.js');
      const interrupted = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
      await gatewayLogs(service, { env, follow, lines, signal: interrupted.signal });
    });
}

function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}
