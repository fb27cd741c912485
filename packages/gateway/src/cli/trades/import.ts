import { type Command, Option } from 'commander';
import { IMPORT_FORMATS, type ImportFormat } from '../../commands/trades/format.js';
import { backendUrl } from '../backend-url.js';
import { accountName } from '../exchanges/options.js';
import { examples } from '../help.js';
import { finish, outliveReaders } from '../output.js';

type Options = { account?: string; exchange?: string; format?: ImportFormat; json: boolean; url?: string };

export function addImport(trades: Command, env: NodeJS.ProcessEnv): void {
  trades
    .command('import')
    .description(
      'bring the fills of a file of any size to a running backend; what is there already is not stored twice, so that it can be run again. Exits with 1 when a fill was not taken, 2 when no backend answers',
    )
    .argument('<file>', 'CSV with a header line, NDJSON or JSON, also as .gz; - is standard input')
    .option('--account <name>', 'whose trades they are, main unless given', accountName)
    .option('--exchange <name>', 'where they were made: any name, unless a JSON file says it')
    .addOption(
      new Option('--format <format>', 'what the file holds, unless its name says it').choices(IMPORT_FORMATS),
    )
    .option('--json', 'print JSON for programs', false)
    .addOption(backendUrl())
    .addHelpText(
      'after',
      examples(
        'neuratrade trades import fills.csv --exchange mybot',
        'neuratrade trades import fills.ndjson.gz --exchange mybot --account bot-2',
        'tail -n +1 -q fills-*.ndjson | neuratrade trades import - --exchange mybot --format ndjson',
      ),
    )
    .action(async (file: string, options: Options) => {
      outliveReaders();
      const { account, exchange, format, json, url } = options;
      const { findBackend } = await import('../../commands/health.js');
      const { importTrades } = await import('../../commands/trades/import.js');
      const backend = findBackend(env, url);
      const { outcome, code } = await importTrades(backend, { file, account, exchange, format, json });
      finish(outcome, code);
    });
}
