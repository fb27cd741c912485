import type { Command } from 'commander';
import { examples } from './help.js';
import { addEquity } from './portfolio/equity.js';
import { addShow } from './portfolio/show.js';

/** Adds `portfolio show|equity`; `portfolio` alone shows. What a command does is loaded when it runs. */
export function addPortfolioCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const portfolio = program
    .command('portfolio')
    .description(
      'show what an account holds and what that is and was worth; exits with 1 when refused, 2 when no backend answers',
    )
    .addHelpText(
      'after',
      examples(
        'neuratrade portfolio',
        'neuratrade portfolio --reconcile',
        'neuratrade portfolio equity --step 1h',
      ),
    );
  for (const add of [addShow, addEquity]) add(portfolio, env);
}
