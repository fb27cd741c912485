import { type Command, InvalidArgumentError, Option } from 'commander';
import type { TradesWish } from '../../commands/trades/list.js';
import { backendUrl } from '../backend-url.js';
import { accountName } from '../exchanges/options.js';
import { examples, refuseUnknown } from '../help.js';
import { endWithReader, finish } from '../output.js';

type Options = TradesWish & { limit: number; csv: boolean; json: boolean; url?: string };

const MOST = 100_000;

export function addList(trades: Command, env: NodeJS.ProcessEnv): void {
  refuseUnknown(trades.command('list', { isDefault: true }), trades)
    .description('show the trades that have closed, newest first')
    .option('--account <name>', 'the account, main unless given', accountName)
    .option('--exchange <name>', 'only those of one exchange')
    .option('--symbol <symbol>', 'only those of one market, such as BTC/USDT')
    .addOption(new Option('--side <side>', 'only long or short ones').choices(['long', 'short']))
    .addOption(new Option('--result <result>', 'only those that went so').choices(['win', 'loss', 'draw']))
    .option('--from <time>', 'closed at that time or later: 2026-03-01 (UTC), or 2026-03-01T10:30:00Z')
    .option('--to <time>', 'closed before that time')
    .option('--limit <number>', `how many at most, 1 to ${MOST}`, limit, 50)
    .addOption(new Option('--csv', 'print CSV').default(false).conflicts('json'))
    .option('--json', 'print JSON for programs', false)
    .addOption(backendUrl())
    .addHelpText(
      'after',
      examples(
        'neuratrade trades',
        'neuratrade trades --symbol BTC/USDT --result loss --from 2026-03-01',
        'neuratrade trades --csv --limit 100000 > trades.csv',
      ),
    )
    .action(async ({ limit, csv, json, url, ...wish }: Options) => {
      endWithReader();
      const { findBackend } = await import('../../commands/health.js');
      const { listTrades } = await import('../../commands/trades/list.js');
      finish(await listTrades(findBackend(env, url), wish, { limit, csv, json }));
    });
}

function limit(value: string): number {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= MOST) return number;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST}.`);
}
