import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseGrep } from '../../logs/filter.js';
import { LEVELS, type Level } from '../../logs/level.js';
import { parseSince } from '../../logs/since.js';
import { examples } from '../help.js';
import { endWithReader } from '../output.js';

type Options = {
  follow: boolean;
  lines?: number;
  level?: Level;
  grep?: RegExp;
  since?: number;
  raw?: true;
  pretty?: true;
};

export function addLogs(gateway: Command, env: NodeJS.ProcessEnv): void {
  gateway
    .command('logs')
    .description("print a service's log: backend, ccxt, telegram, gateway, simulator, or all")
    .argument('[service]', 'whose log', 'backend')
    .option('-f, --follow', 'go on with each new line until Ctrl-C', false)
    .option(
      '-n, --lines <number>',
      'how many of the last lines, after filtering (default: 50, or all with --since)',
      wholeNumber,
    )
    .option(
      '--level <level>',
      'that level and worse: error, warn, info or debug; gateway.log counts as info where nothing broke',
      level,
    )
    .option(
      '--grep <text>',
      'lines with that text, in capitals or not; /…/ is a regular expression, /…/i one without regard to capitals',
      pattern,
    )
    .option(
      '--since <time>',
      'from then on, in rotated files too: 10m, 2h, 1d12h ago, or 2026-03-03T10:30 (local time, Z for UTC)',
      moment,
    )
    .addOption(new Option('--raw', 'each line as it was written, as into a pipe').conflicts('pretty'))
    .option('--pretty', 'for reading, as on a terminal')
    .option('--no-color', 'without colours; NO_COLOR=1 does the same')
    .addHelpText(
      'after',
      examples(
        'neuratrade gateway logs -f',
        'neuratrade gateway logs all --level warn --since 2h',
        'neuratrade gateway logs ccxt --grep "/BTC.USDT|ETH.USDT/" -n 20',
        "neuratrade gateway logs --since 10m | jq -r 'select(.status >= 500) | .path'",
      ),
    )
    .action(async (service: string, { follow, raw, pretty, ...wanted }: Options) => {
      endWithReader();
      const { gatewayLogs } = await import('../../commands/gateway-logs.js');
      await gatewayLogs(service, {
        ...{ env, follow, interrupted },
        ...{ lines: wanted.lines, level: wanted.level, grep: wanted.grep, since: wanted.since },
        pretty: pretty ?? (raw === undefined && process.stdout.isTTY),
      });
    });
}

function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}

function level(value: string): Level {
  const found = LEVELS.find((name) => name === value.toLowerCase());
  if (found === undefined) {
    throw new InvalidArgumentError(`Choose one of ${LEVELS.join(', ')}, such as --level warn.`);
  }
  return found;
}

function pattern(value: string): RegExp {
  try {
    return parseGrep(value);
  } catch (error) {
    throw new InvalidArgumentError(
      `${(error as Error).message}. Write --grep timeout for a text, or --grep "/time(d )?out/i" for a regular expression.`,
    );
  }
}

function moment(value: string): number {
  const found = parseSince(value, Date.now());
  if (found === undefined) {
    throw new InvalidArgumentError(
      'It must be a length of time or a moment, such as --since 10m, --since 2h, --since 2026-03-03 or --since 2026-03-03T10:30:00Z.',
    );
  }
  return found;
}
