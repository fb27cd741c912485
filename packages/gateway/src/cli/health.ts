import { type Command, InvalidArgumentError, Option } from 'commander';
import { backendUrl } from './backend-url.js';
import { examples } from './help.js';
import { endWithReader, print } from './output.js';

type Options = { watch: boolean; json: boolean; interval: number; url?: string };

/** Adds `health`. What it does is loaded when it runs. */
export function addHealthCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('health')
    .description('show the health of a backend; exits with 0 when healthy, 1 when degraded, 2 when down')
    .option('-w, --watch', 'go on: a live table on a terminal, one line per change in a pipe', false)
    .addOption(new Option('--json', 'print JSON for programs').default(false).conflicts('watch'))
    .addOption(
      new Option('--interval <time>', 'pause between two looks of --watch, such as 500ms or 5s')
        .argParser(duration)
        .default(1_000, '1s'),
    )
    .addOption(backendUrl())
    .addHelpText(
      'after',
      examples(
        'neuratrade health',
        'neuratrade health --watch',
        "neuratrade health --json | jq -r '.services[].status'",
        'ADMIN_API_KEY=… neuratrade health --watch --interval 5s --url http://trading-host:8080',
      ),
    )
    .action(async ({ watch, json, interval, url }: Options) => {
      endWithReader();
      const { findBackend, health } = await import('../commands/health.js');
      const backend = findBackend(env, url);
      if (watch) {
        const { watchHealth } = await import('../commands/health-watch.js');
        await watchHealth(backend, { intervalMs: interval, signal: interrupted() });
        process.exit(0);
      }
      const { text, code } = await health(backend, { json });
      print(text);
      process.stdout.write('', () => process.exit(code));
    });
}

function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => controller.abort());
  }
  return controller.signal;
}

function duration(value: string): number {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m)$/.exec(value) ?? [];
  const factor = { ms: 1, s: 1_000, m: 60_000 }[unit ?? ''];
  const milliseconds = Number(number) * (factor ?? Number.NaN);
  if (milliseconds >= 100 && milliseconds <= 3_600_000) return milliseconds;
  throw new InvalidArgumentError('It must be a time from 100ms to 60m, such as 500ms, 5s or 1m.');
}
