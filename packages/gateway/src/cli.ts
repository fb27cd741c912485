import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { CommandError } from './commands/command-error.js';
import { fileProblem } from './file-problem.js';

const { env } = process;
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

function examples(...lines: string[]): string {
  return ['', 'Examples:', ...lines.map((line) => `  $ ${line}`)].join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const program = new Command('neuratrade')
  .description('Watches the machinery behind your trading bots: services, exchanges, accounts, alerts.')
  .version(manifest.version, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .addHelpText(
    'after',
    examples(
      'neuratrade gateway start',
      'neuratrade gateway status',
      'neuratrade config set log_level debug',
    ),
  );

const gateway = program
  .command('gateway')
  .description('start, stop and look at the services on this machine')
  .addHelpText(
    'after',
    examples('neuratrade gateway start', 'neuratrade gateway status', 'neuratrade gateway logs all -f'),
  );

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
      'BACKEND_PORT=9090 neuratrade gateway start',
      'neuratrade gateway start --foreground',
    ),
  )
  .action(async ({ foreground, demo }: { foreground: boolean; demo: boolean }) => {
    if (foreground) {
      const { startInForeground } = await import('./commands/gateway-foreground.js');
      process.exit(await startInForeground({ env, demo }));
    }
    const { startDetached } = await import('./commands/gateway-start.js');
    print(await startDetached({ env, demo }));
  });

gateway
  .command('stop')
  .description('stop everything in order and wait until it has ended')
  .addHelpText(
    'after',
    examples('neuratrade gateway stop', 'NEURATRADE_HOME=~/second neuratrade gateway stop'),
  )
  .action(async () => {
    const { stopGateway } = await import('./commands/gateway-stop.js');
    print(await stopGateway(env));
  });

gateway
  .command('status')
  .description('show how every service is; exits with 0 when healthy, 1 when degraded, 2 when down')
  .option('--json', 'print JSON for programs', false)
  .addHelpText(
    'after',
    examples('neuratrade gateway status', 'neuratrade gateway status --json | jq -r .status'),
  )
  .action(async ({ json }: { json: boolean }) => {
    const { gatewayStatus } = await import('./commands/gateway-status.js');
    const { text, code } = await gatewayStatus(env, { json });
    print(text);
    process.exitCode = code;
  });

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
    const { gatewayLogs } = await import('./commands/gateway-logs.js');
    const interrupted = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
    await gatewayLogs(service, { env, follow, lines, signal: interrupted.signal });
  });

const config = program
  .command('config')
  .description('read and change the settings in config.json; the environment counts before them')
  .addHelpText(
    'after',
    examples(
      'neuratrade config get admin_api_key',
      'neuratrade config set log_level debug',
      'neuratrade config path',
    ),
  );

config
  .command('get')
  .description('print a setting as it is in force, and nothing else')
  .argument('<key>', 'name of the setting, such as admin_api_key')
  .addHelpText(
    'after',
    examples(
      'neuratrade config get admin_api_key',
      'curl -H "X-API-Key: $(neuratrade config get admin_api_key)" http://localhost:8080/api/v1/health/details',
    ),
  )
  .action(async (key: string) => {
    const { configGet } = await import('./commands/config.js');
    print(configGet(key, env));
  });

config
  .command('set')
  .description('store a setting; - reads it from standard input, an empty value removes it')
  .argument('<key>', 'name of the setting, such as telegram_bot_token')
  .argument('<value>', 'its value, or - for standard input')
  .addHelpText(
    'after',
    examples(
      'neuratrade config set log_level debug',
      'neuratrade config set telegram_bot_token - < token.txt',
      "neuratrade config set log_level ''",
    ),
  )
  .action(async (key: string, value: string) => {
    const { configSet } = await import('./commands/config.js');
    print(await configSet(key, value, env));
  });

config
  .command('path')
  .description('print where config.json is')
  .addHelpText('after', examples('neuratrade config path'))
  .action(async () => {
    const { configPath } = await import('./commands/config.js');
    print(configPath(env));
  });

function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof CommandError || (error instanceof Error && error.name === 'ConfigError');
  const problem = known ? error.message : fileProblem(error);
  if (problem === undefined) throw error;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
