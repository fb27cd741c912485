import type { Command } from 'commander';
import { examples } from './help.js';
import { addImport } from './trades/import.js';
import { addList } from './trades/list.js';

/** Adds `trades list|import`; `trades` alone lists. What a command does is loaded when it runs. */
export function addTradesCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const trades = program
    .command('trades')
    .description(
      'show the trades that have closed, or import fills; exits with 1 when refused, 2 when no backend answers',
    )
    .addHelpText(
      'after',
      examples(
        'neuratrade trades',
        'neuratrade trades --symbol BTC/USDT --result loss',
        'neuratrade trades import fills.csv --exchange mybot',
      ),
    );
  for (const add of [addList, addImport]) add(trades, env);
}
